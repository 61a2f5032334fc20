import { beforeEach, describe, expect, it } from 'vitest';
import { PART_BYTES } from '../../lambdas/audience/index.ts';
import { failureAnswer } from '../../lambdas/console/answers.ts';
import { exportPlanAnswer, shownImportAnswer, subscriberImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import { Rooms, TOKEN } from './fake-rooms.ts';
import { employWorker } from './import-worker.ts';

const LIST = 'E-Mail;Themen;Schule\nada@reader.example;Schule;West\nbob@reader.example;;\nnobody;;\n';
const PROVENANCE = 'Anmeldelisten der Fachtagung 2025';

let rooms: Rooms;
let app: ReturnType<typeof apiApp>;
beforeEach(() => {
  rooms = new Rooms();
  employWorker(rooms);
  app = apiApp(rooms.deps());
});

const ask = (path: string, init: RequestInit = {}) =>
  app.request(`/api/v1/publications/ruhr${path}`, { headers: { authorization: `Bearer ${TOKEN}` }, ...init });
const post = (path: string, body: unknown = {}) => ask(path, { method: 'POST', body: JSON.stringify(body) });
const failureOf = async (answer: Response) => failureAnswer.parse(await answer.json()).error;

async function begin(bytes = Buffer.byteLength(LIST)): Promise<string> {
  const answer = await post('/imports', { fileName: '/home/erna/liste ada@reader.example.csv', bytes });
  expect(answer.status).toBe(201);
  return subscriberImportAnswer.parse(await answer.json()).id;
}
const putPart = (id: string, part: number | string, body: string | Uint8Array<ArrayBuffer>) =>
  ask(`/imports/${id}/parts/${part}`, { method: 'PUT', body: new Blob([body]) });

async function upload(list = LIST): Promise<string> {
  const id = await begin(Buffer.byteLength(list));
  expect((await putPart(id, 1, list)).status).toBe(200);
  expect((await post(`/imports/${id}/upload-ended`)).status).toBe(202);
  return id;
}

describe('an import by the API', () => {
  it('goes from parts to people, and tells what became of each line', async () => {
    const id = await begin();
    const [first, second] = [LIST.slice(0, 30), LIST.slice(30)];
    // In any order, and one of them twice.
    for (const [part, text] of [
      [2, second],
      [1, 'nonsense'],
      [1, first],
    ] as const)
      await putPart(id, part, text);
    await post(`/imports/${id}/upload-ended`);
    const read = shownImportAnswer.parse(await (await ask(`/imports/${id}`)).json());
    expect(read).toMatchObject({
      ...{ state: 'ready', fileName: 'liste …', columns: ['E-Mail', 'Themen', 'Schule'], by: 'api' },
      ...{ proposed: ['address', 'topics', null], rows: { total: 3, done: 0 }, delimiter: ';', problem: null },
    });
    expect(read.preview[0]).toEqual({ line: 2, cells: ['ada@reader.example', 'Schule', 'West'] });

    const mapping = ['address', 'topics', 'field:schule'];
    const decided = await post(`/imports/${id}/decision`, { mapping, provenance: PROVENANCE });
    expect(decided.status).toBe(202);
    const done = shownImportAnswer.parse(await (await ask(`/imports/${id}`)).json());
    expect(done).toMatchObject({ state: 'done', counters: { added: 2, invalid: 1 }, preview: [], reportParts: 1 });
    const report = await ask(`/imports/${id}/report.csv`);
    expect(report.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await report.text()).toBe('line,outcome,reason\r\n2,added,\r\n3,added,\r\n4,invalid,no-mailbox\r\n');
    const listed = await (await ask('/imports')).json();
    expect(listed).toMatchObject({ imports: [{ id, state: 'done' }] });
    expect(JSON.stringify(listed)).not.toContain('@reader.example');
  });

  it('can be tried first, and cancelled', async () => {
    const id = await upload();
    const decision = { mapping: ['address', null, null], provenance: PROVENANCE };
    await post(`/imports/${id}/decision`, { ...decision, dryRun: true });
    const tried = subscriberImportAnswer.parse(await (await ask(`/imports/${id}`)).json());
    expect(tried).toMatchObject({ state: 'ready', dryRun: true, triedAt: expect.any(String), counters: { added: 2 } });
    expect(rooms.audience.subscriptions.held.size).toBe(0);
    const cancelled = await ask(`/imports/${id}`, { method: 'DELETE' });
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled' });
    expect((await post(`/imports/${id}/decision`, decision)).status).toBe(409);
  });

  it.each([
    { what: 'no size', body: { fileName: 'a.csv' }, status: 400 },
    { what: 'an empty file', body: { fileName: 'a.csv', bytes: 0 }, status: 400 },
    {
      what: 'a file of 1 GB',
      body: { fileName: 'a.csv', bytes: 1_000_000_000 },
      status: 400,
      says: /larger than 200 MB/,
    },
    { what: 'more than a number holds', body: { fileName: 'a.csv', bytes: 1e300 }, status: 400 },
  ])('is not begun with $what', async ({ body, status, says = /./ }) => {
    const answer = await post('/imports', body);
    expect(answer.status).toBe(status);
    expect((await failureOf(answer)).message).toMatch(says);
  });

  it('takes parts of 4 MB and none larger, and only while the file is uploaded', async () => {
    const id = await begin(PART_BYTES + 5);
    expect((await putPart(id, 1, new Uint8Array(PART_BYTES))).status).toBe(200);
    const tooLarge = await putPart(id, 2, new Uint8Array(PART_BYTES + 1));
    expect([tooLarge.status, (await failureOf(tooLarge)).message]).toEqual([413, 'The part is larger than 4 MB']);
    for (const part of [0, -1, 1.5, 'x', 1_001]) expect((await putPart(id, part, 'a')).status).toBe(400);
    const gap = await post(`/imports/${id}/upload-ended`);
    expect(await failureOf(gap)).toMatchObject({ fault: 'conflict', message: /^Of 4194309 bytes of the file 4194304/ });
    await putPart(id, 3, 'a');
    expect((await failureOf(await post(`/imports/${id}/upload-ended`))).message).toBe('Part 2 of the file is missing');
    await ask(`/imports/${id}`, { method: 'DELETE' });
    expect((await failureOf(await putPart(id, 2, 'abcd'))).fault).toBe('conflict');
  });

  it.each([
    { what: 'no such import', path: '/imports/none' },
    { what: 'what is no id', path: '/imports/..%2Fx' },
    { what: 'no such piece of the report', path: '/imports/ID/report.csv?part=9' },
  ])('answers 404 for $what', async ({ path }) => {
    const id = await upload();
    expect((await ask(path.replace('ID', id))).status).toBe(404);
  });

  it.each([
    { why: 'without a provenance', decision: { mapping: ['address', null, null] } },
    { why: 'with a provenance too short', decision: { mapping: ['address', null, null], provenance: 'Liste' } },
    { why: 'with a meaning there is not', decision: { mapping: ['address', 'name', null], provenance: PROVENANCE } },
    { why: 'with a column too few', decision: { mapping: ['address'], provenance: PROVENANCE } },
    { why: 'with a strange field', decision: { mapping: ['address', 'field:a@b', null], provenance: PROVENANCE } },
  ])('is not decided $why', async ({ decision }) => {
    const answer = await post(`/imports/${await upload()}/decision`, decision);
    expect([answer.status, (await failureOf(answer)).fault]).toEqual([400, 'invalid']);
  });

  it('needs the token for everything', async () => {
    for (const [method, path] of [
      ['GET', '/imports'],
      ['POST', '/imports'],
      ['PUT', '/imports/x/parts/1'],
      ['GET', '/exports/subscribers.csv'],
    ]) {
      const answer = await app.request(`/api/v1/publications/ruhr${path}`, { method });
      expect(answer.status).toBe(401);
    }
  });
});

describe('an export by the API', () => {
  it('says of how many parts it consists, and gives them', async () => {
    for (const name of ['ada', 'bob']) rooms.reader(`${name}@reader.example`, { fields: { 'Ort, Kreis': 'Bochum' } });
    const plan = exportPlanAnswer.parse(await (await ask('/exports/subscribers')).json());
    expect(plan).toEqual({ people: 2, parts: 1, fields: ['Ort, Kreis'] });
    const answer = await ask('/exports/subscribers.csv?part=1&parts=1&field=Ort%2C%20Kreis&dialect=excel');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="ruhr-subscribers-1.csv"');
    const lines = Buffer.from(await answer.arrayBuffer())
      .toString()
      .trim()
      .split('\r\n');
    expect(lines[0]).toMatch(/^\ufeff?address;status;.*;field:Ort, Kreis$/);
    expect(lines).toHaveLength(3);
  });

  it.each(['part=2&parts=1', 'part=0', 'parts=65', 'dialect=tab', 'part=x'])('refuses %s', async (query) => {
    expect((await ask(`/exports/subscribers.csv?${query}`)).status).toBe(400);
  });

  it('knows segments by their id', async () => {
    expect((await ask('/exports/subscribers?segment=none')).status).toBe(404);
  });
});
