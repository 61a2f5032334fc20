import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { aPublication, at, Rooms, TOKEN } from './fake-rooms.ts';
import { type Ended, runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

let rooms: Rooms;
let server: Served;
let folder: string;
let ada: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  rooms.publications = [aPublication({ topics: ['schule', 'kita'].map((id) => ({ id, title: id, words: [] })) })];
  ada = rooms.reader('ada@reader.example', { topics: ['kita'], cadences: { kita: 'daily' }, fields: { Ort: 'Essen' } });
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const cli = (...args: string[]) =>
  runCli([...args, '--publication', 'ruhr'], {
    cwd: folder,
    env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN },
  });
const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);

describe('a person on the command line', () => {
  it('is found by address, and shown', async () => {
    const found = await cli('subscribers', 'find', 'Ada@Reader.example');
    expect(found).toMatchObject({ code: 0, stderr: '' });
    for (const said of ['ada@reader.example in ruhr', ada, 'kita (daily), weekly', 'Essen']) {
      expect(found.stdout).toContain(said);
    }
    expect(await cli('subscribers', 'show', ada)).toMatchObject({ code: 0, stdout: found.stdout });
  });

  it('that is not there is said not to be, with what is known besides', async () => {
    rooms.audience.subscriptions.held.clear();
    expect(await cli('subscribers', 'find', 'ada@reader.example')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'This address is not in ruhr\n',
    });
    await rooms.audience.suppressions.add({
      subscriberId: ada,
      reason: 'complaint',
      since: at('2026-03-02T09:00:00Z'),
    });
    expect((await cli('subscribers', 'find', 'ada@reader.example')).stdout).toContain('suppressed: complaint');
  });

  it('gets fields, is ended and suppressed, and the proof is shown', async () => {
    await rooms.audience.people.keep({ subscriberId: ada, address: 'ada@reader.example' }, 'ruhr');
    const set = await cli('subscribers', 'set', ada, '--field', 'Ort=', '--field', 'Schule=a=b', '--json');
    expect(jsonOf(set)).toMatchObject({ fields: { Schule: 'a=b' } });
    expect((await cli('subscribers', 'suppress', ada)).stdout).toBe('Nobody writes to ada@reader.example any more\n');
    expect((await cli('subscribers', 'end', ada)).stdout).toBe('ada@reader.example gets ruhr no more\n');
    expect((await cli('subscribers', 'proof', ada)).stdout).toMatch(
      /^\S+Z ended\n {2}statement: editor\n {2}by: api\n$/,
    );
  });

  it('does not get what is no field', async () => {
    expect(await cli('subscribers', 'set', ada, '--field', 'Bochum')).toMatchObject({
      code: 2,
      stderr: '"Bochum" is no field; a field looks like City=Bochum\n',
    });
  });

  it('is in the list only when they fit, and counted', async () => {
    rooms.reader('ben@reader.example', { language: 'en' });
    const list = jsonOf(await cli('subscribers', 'list', '--language', 'en', '--status', 'confirmed', '--json'));
    expect(list).toMatchObject([{ address: 'ben@reader.example' }]);
    expect((await cli('subscribers', 'list', '--cadence', 'monthly')).stdout).toBe('Nobody in ruhr is like that\n');
    expect((await cli('subscribers', 'count')).stdout).toMatch(
      /get mail +2\n.*Everybody was counted, for 32 read units/s,
    );
  });
});

describe('segments on the command line', () => {
  it('are made, listed, counted, renamed and removed', async () => {
    const filter = ['--topics', 'kita', '--field', 'Ort=Essen,Bochum', '--joined-from', '2026-03-01'];
    expect((await cli('segments', 'add', 'Kitas', ...filter)).stdout).toBe('kitas: Kitas\n');
    const list = await cli('segments', 'list');
    expect(list.stdout).toBe(
      'kitas  Kitas  topics: kita; joinedFrom: 2026-02-28T23:00:00.000Z; Ort: Essen or Bochum\n',
    );
    expect((await cli('segments', 'count', 'kitas', '--exact')).stdout).toMatch(/^1 get mail\nEverybody was counted/);
    expect((await cli('segments', 'rename', 'kitas', 'Kindergärten')).stdout).toBe('kitas: Kindergärten\n');
    expect((await cli('subscribers', 'list', '--segment', 'kitas')).stdout).toContain('ada@reader.example');
    expect((await cli('segments', 'remove', 'kitas')).stdout).toBe('kitas is gone\n');
    expect((await cli('segments', 'list')).stdout).toBe('ruhr has no segments yet\n');
  });

  it('are sent to', async () => {
    await rooms.audience.segments.add('ruhr', { id: 'kitas', title: 'Kitas', filter: { topics: ['kita'] } });
    const env = { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN };
    const sent = await runCli(['editions', 'send', 'ruhr-12', '--segment', 'kitas'], { cwd: folder, env });
    expect(sent).toMatchObject({ code: 0 });
    expect(rooms.asked).toMatchObject([{ send: { editionId: 'ruhr-12', segment: { id: 'kitas' } } }]);
  });

  it('by engagement are refused, with the reason', async () => {
    expect(await cli('segments', 'add', 'Fans', '--engagement', 'high')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('opens and clicks are not recorded'),
    });
  });
});
