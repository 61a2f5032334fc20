import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { Rooms, TOKEN } from './fake-rooms.ts';
import { runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

const ADA = 'ada@reader.example';
const PEOPLE = '/api/v1/publications/ruhr/subscribers';

let rooms: Rooms;
let server: Served;
let folder: string;
let id: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-person-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  const deps = rooms.deps();
  ({ subscriberId: id } = await deps.addSubscriber({ publicationId: 'ruhr', address: ADA, proof: 'Auf Papier' }));
  server = await serve(apiApp(deps));
});
afterEach(() => server.stop());

const cli = (...args: string[]) =>
  runCli(['subscribers', ...args, '--publication', 'ruhr'], {
    cwd: folder,
    env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN },
  });
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${PEOPLE}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
const post = (path: string, body: unknown) => ask(path, { method: 'POST', body: JSON.stringify(body) });
const held = () => rooms.audience.subscriptions.find('ruhr', id);

describe('the API', () => {
  it('hands over what is held about a person, by id and by address, and changes nothing', async () => {
    const before = await held();
    for (const answer of [await ask(`/${id}/data`), await post('/data', { address: 'ADA@Reader.example' })]) {
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(await answer.json()).toMatchObject({
        subscriberId: id,
        addresses: [ADA],
        consent: [{ kind: 'imported' }],
      });
    }
    expect(await (await ask(`/${id}/data?language=de`)).text()).toContain('Diese Datei enthält');
    expect(await held()).toEqual(before);
  });

  it('erases by id', async () => {
    const answer = await post(`/${id}/erasure`, {});
    expect(await answer.json()).toMatchObject({ subscriberId: id, erased: true, publications: ['ruhr'] });
    expect(await held()).toBeUndefined();
    expect(rooms.audience.proofs.entries.at(-1)).toMatchObject({ kind: 'erased', by: 'api' });
  });

  it('erases by address, also somebody who is not here, who then cannot be added', async () => {
    const bo = { address: 'bo@reader.example' };
    expect(await (await post('/erasure', bo)).json()).toMatchObject({ erased: true, publications: [] });
    const added = await post('', { ...bo, proof: 'Auf Papier' });
    expect([added.status, await added.text()]).toEqual([
      409,
      expect.stringContaining('only its owner can change that'),
    ]);
  });

  it.each([
    { path: '/erasure', body: { address: 'nobody' }, status: 400 },
    { path: '/erasure', body: {}, status: 400 },
    { path: '/data', body: { address: 'x'.repeat(401) }, status: 400 },
    { path: '/not-an-id/erasure', body: {}, status: 404 },
    { path: '/../../nowhere/subscribers/erasure', body: { address: ADA }, status: 404 },
  ])('refuses $path with $status, naming what is wrong and no address', async ({ path, body, status }) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('reader.example');
    expect(await held()).toBeDefined();
  });
});

describe('the command line', () => {
  it('prints the file of a person', async () => {
    for (const whom of [ADA, id]) {
      const { code, stdout } = await cli('access', whom);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ subscriberId: id, addresses: [ADA] });
    }
  });

  it('erases nobody without --yes', async () => {
    expect(await cli('erase', ADA)).toMatchObject({ code: 2, stderr: expect.stringContaining('Missing --yes') });
    expect(await held()).toBeDefined();
  });

  it.each([
    { by: 'address', whom: () => ADA },
    { by: 'id', whom: () => id },
  ])('erases by $by', async ({ whom }) => {
    const { code, stdout } = await cli('erase', whom(), '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Erased and kept from being imported again \(was in ruhr; 2 entries of the proof remain/);
    expect(await held()).toBeUndefined();
  });

  it('says in one line what is no address', async () => {
    expect(await cli('erase', 'ada@', '--yes')).toMatchObject({
      code: 1,
      stderr: 'An email address looks like name@example.org\n',
    });
  });
});
