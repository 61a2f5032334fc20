import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import { anArticle, Rooms, TOKEN } from './fake-rooms.ts';
import { runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-articles-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const articles = (args: string[], stdin = '') =>
  runCli(['articles', ...args, '--publication', 'ruhr'], {
    cwd: folder,
    env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN },
    stdin,
  });
const file = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return name;
};
/** What was handed in, article by article. */
const handedIn = () =>
  rooms.documents.sent.flatMap(({ result }) => {
    const stored = result.kind === 'body' ? rooms.intake.stored.get(result.key) : undefined;
    return JSON.parse(Buffer.from(stored?.body ?? '').toString()).articles;
  });

describe('an article of one’s own', () => {
  it('is a file with fields in front, known again by its name', async () => {
    const text =
      '---\r\ntitle: Ein Abend\ntopics: [schule]\nevent:\n  startsAt: 2026-03-20T18:00\n  place: Mercatorhalle\n---\n\nMit **Musik**.\n';
    const ended = await articles(['add', '--file', await file('abend.md', text), '--json']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: 'abend', accepted: 1, source: 'editors' });
    expect(handedIn()).toEqual([
      {
        id: 'abend',
        title: 'Ein Abend',
        topics: ['schule'],
        event: { startsAt: '2026-03-20T18:00', place: 'Mercatorhalle' },
        markdown: 'Mit **Musik**.',
      },
    ]);
  });

  it.each([
    { name: 'kopf.md', text: '# Ein Titel #\n\nText', is: { id: 'kopf', title: 'Ein Titel', markdown: 'Text' } },
    {
      name: 'seite.html',
      text: '---\nid: x-1\ntitle: T\n---\n<p>Text</p>',
      is: { id: 'x-1', title: 'T', html: '<p>Text</p>' },
    },
    { name: 'brief.txt', text: '---\ntitle: T\n---\nText', is: { id: 'brief', title: 'T', text: 'Text' } },
    {
      name: 'linie.md',
      text: '---\ntitle: T\n---\nText\n\n---\n\nMehr',
      is: { id: 'linie', title: 'T', markdown: 'Text\n\n---\n\nMehr' },
    },
  ])('may be $name', async ({ name, text, is }) => {
    expect(await articles(['add', '--file', await file(name, text)])).toMatchObject({ code: 0, stderr: '' });
    expect(handedIn()).toEqual([is]);
  });

  it('may come from stdin under a title', async () => {
    expect(await articles(['add', '--title', 'Kurz', '--topics', 'schule'], 'Nur *ein* Satz.\n')).toMatchObject({
      code: 0,
    });
    expect(handedIn()).toEqual([
      { id: expect.any(String), title: 'Kurz', topics: ['schule'], markdown: 'Nur *ein* Satz.' },
    ]);
  });

  it.each([
    { name: 'leer.md', text: 'Nur Text', code: 1, why: '  title: is missing\n' },
    { name: 'kaputt.md', text: '---\ntitle: [\n---\nText', code: 1, why: 'is no YAML' },
    { name: 'liste.md', text: '---\n- a\n---\nText', code: 1, why: 'must be "name: value" lines' },
    { name: 'fremd.md', text: '---\ntitle: T\ntopics: [sport]\n---\nText', code: 1, why: 'has no topic "sport"' },
  ])('is refused when $name is $why', async ({ name, text, code, why }) => {
    expect(await articles(['add', '--file', await file(name, text)])).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(why),
    });
    expect(handedIn()).toEqual([]);
  });

  it('makes no sense without a file or a title', async () => {
    expect(await articles(['add'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Missing --file FILE, or --title'),
    });
  });
});

describe('an article that came in', () => {
  const { id } = anArticle();

  it('is taken back', async () => {
    expect(await articles(['withdraw', id])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${id} withdrawn`),
    });
    expect(rooms.asked).toEqual([{ withdrawal: id }]);
    expect(await articles(['withdraw', 'nope'])).toMatchObject({ code: 1 });
  });

  it('is said to be an event, as suggested or as one says, or to be none', async () => {
    await articles(['confirm-event', id]);
    await articles(['confirm-event', id, '--starts-at', '2026-03-20T18:00:00+01:00', '--place', 'Essen']);
    await articles(['decline-event', id]);
    const of = { publicationId: 'ruhr', articleId: id };
    const event = { startsAt: new Date('2026-03-20T17:00:00Z'), place: 'Essen', allDay: false, online: false };
    expect(rooms.asked).toEqual([
      { decision: { ...of, isEvent: true } },
      { decision: { ...of, isEvent: true, event } },
      { decision: { ...of, isEvent: false } },
    ]);
    expect(await articles(['confirm-event', id, '--place', 'Essen'])).toMatchObject({ code: 2 });
  });
});
