import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import type { TemplateProposal } from '../../lambdas/digest/index.ts';
import { Rooms, TOKEN } from './fake-rooms.ts';
import { runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

const at = new Date('2026-11-23T10:00:00Z');
const MJML = '<mjml>Grüße</mjml>\n';

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-templates-'));
  await writeFile(join(folder, 'own.mjml'), MJML);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const templates = (...args: string[]) =>
  runCli(['templates', ...args], { cwd: folder, env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN } });

function lookedAt(
  kind: 'taken' | 'checked' | 'refused',
  faults: NonNullable<TemplateProposal['outcome']>['faults'] = [],
) {
  rooms.proposal = {
    ...{ publicationId: 'ruhr', requestId: 'request-1', source: MJML, by: 'api', at, isTrial: false },
    outcome: { kind, faults },
  };
}

const BLOCKING = { line: 3, column: 7, message: '<b> is not closed before </p> in line 3', isBlocking: true };
const MISSING = { message: 'A link to unsubscribe is missing', isBlocking: true };
const ADVICE = { line: 9, message: '<img> has no alt', isBlocking: false };

describe('the template of a publication by the API', () => {
  it('is handed in, answers once it was looked at, is shown, and goes again', async () => {
    expect(await ask('PUT', '/publications/ruhr/template', { template: MJML })).toEqual({
      status: 202,
      body: { requestId: 'request-1' },
    });
    expect(rooms.asked).toEqual([{ template: { publicationId: 'ruhr', source: MJML, by: 'api', isTrial: false } }]);
    expect((await ask('GET', '/publications/ruhr/template/checks/request-1')).status).toBe(404);
    lookedAt('refused', [BLOCKING, MISSING]);
    expect((await ask('GET', '/publications/ruhr/template/checks/request-1')).body).toEqual({
      requestId: 'request-1',
      outcome: { kind: 'refused', faults: [BLOCKING, { line: null, column: null, ...MISSING }] },
    });
    expect((await ask('GET', '/publications/ruhr/template')).status).toBe(404);
    rooms.templates.set('ruhr', { publicationId: 'ruhr', source: MJML, by: 'api', takenAt: at });
    expect(await ask('GET', '/publications/ruhr/template')).toEqual({
      status: 200,
      body: { template: MJML, by: 'api', takenAt: at.toISOString() },
    });
    expect((await ask('DELETE', '/publications/ruhr/template')).body).toEqual({ removed: 'ruhr' });
    expect((await ask('GET', '/publications/ruhr/template')).status).toBe(404);
  });

  it.each([
    { what: 'no text', body: { template: 7 }, path: '/publications/ruhr/template', status: 400 },
    {
      what: 'something else besides',
      body: { template: MJML, colour: 'red' },
      path: '/publications/ruhr/template',
      status: 400,
    },
    { what: 'no publication', body: { template: MJML }, path: '/publications/nix/template', status: 404 },
  ])('is refused with $what', async ({ body, path, status }) => {
    expect((await ask('PUT', path, body)).status).toBe(status);
    expect(rooms.asked).toEqual([]);
  });
});

describe('the template of a publication on the command line', () => {
  it('is set when nothing blocks; advice is said beside', async () => {
    lookedAt('taken', [ADVICE]);
    expect(await templates('set', 'ruhr', 'own.mjml')).toEqual({
      code: 0,
      stdout: 'ruhr uses it from the next edition on\n',
      stderr: 'own.mjml: line 9: <img> has no alt (advice)\n',
    });
    expect(rooms.asked).toEqual([{ template: { publicationId: 'ruhr', source: MJML, by: 'api', isTrial: false } }]);
  });

  it('is refused with every line that is wrong, and exit code 1', async () => {
    lookedAt('refused', [BLOCKING, MISSING]);
    expect(await templates('set', 'ruhr', 'own.mjml')).toEqual({
      code: 1,
      stdout: '',
      stderr: `own.mjml cannot be used:\n  line 3, column 7: ${BLOCKING.message}\n  ${MISSING.message}\n`,
    });
  });

  it('is only looked at by check, and as JSON for programs', async () => {
    lookedAt('checked', [ADVICE]);
    const ended = await templates('check', 'ruhr', 'own.mjml', '--json');
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({ kind: 'checked', faults: [{ column: null, ...ADVICE }] });
    expect(rooms.asked).toMatchObject([{ template: { isTrial: true } }]);
  });

  it('is shown as it is, and removed', async () => {
    rooms.templates.set('ruhr', { publicationId: 'ruhr', source: MJML, by: 'api', takenAt: at });
    expect(await templates('show', 'ruhr')).toMatchObject({ code: 0, stdout: MJML });
    expect(await templates('remove', 'ruhr')).toMatchObject({ code: 0 });
    expect(await templates('show', 'ruhr')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The publication "ruhr" uses a template of ours\n',
    });
  });
});
