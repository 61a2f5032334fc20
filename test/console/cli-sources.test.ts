import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiApp } from '../../lambdas/console/api.ts';
import type { Exploration } from '../../lambdas/ingest/index.ts';
import { aPublication, aSource, Rooms, TOKEN } from './fake-rooms.ts';
import { type Ended, runCli } from './run-cli.ts';
import { type Served, serve } from './serve.ts';

let rooms: Rooms;
let server: Served;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rundbrief-cli-sources-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  rooms = new Rooms();
  server = await serve(apiApp(rooms.deps()));
});
afterEach(() => server.stop());

const cli = (...args: string[]) =>
  runCli(args, { cwd: folder, env: { RUNDBRIEF_URL: server.url, RUNDBRIEF_TOKEN: TOKEN } });
const sources = (...args: string[]) => cli('sources', ...args, '--publication', 'ruhr');
const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);
const added = () =>
  rooms.sources.filter(({ id }) => id !== 'news').map(({ kind, url, title }) => ({ kind, url, title }));

const FRONT = 'https://a.example/';
const item = { title: 'Titel', url: `${FRONT}1`, teaser: 'Teaser', publishedAt: '2026-03-02T09:00:00Z', image: null };
const found = (...candidates: Exploration['candidates']): Omit<Exploration, 'asked'> => {
  const [chosen = null] = candidates;
  return { candidates, chosen: chosen && { kind: chosen.kind, url: chosen.url }, items: [item], problem: null };
};
const feed = (name: string, title = name) => ({ kind: 'feed', url: `${FRONT}${name}`, title }) as const;
const page = { kind: 'page', url: FRONT, title: 'Aktuelles' } as const;

describe('the preview of an address', () => {
  it('is its candidates and first articles and nothing else, and stores nothing', async () => {
    rooms.explorations.set(FRONT, found(feed('feed', 'Neues'), page));
    const ended = await sources('add', 'a.example', '--preview', '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(jsonOf(ended)).toEqual({ candidates: [feed('feed', 'Neues'), page], items: [item] });
    expect(added()).toEqual([]);
  });

  it('ends with exit code 1 and the reason when nothing was found, and says what there is', async () => {
    rooms.explorations.set(FRONT, { ...found(page), items: [], problem: 'The page lists no articles' });
    expect(await sources('add', FRONT, '--preview', '--json')).toEqual({
      code: 1,
      stdout: `${JSON.stringify({ candidates: [page], items: [] })}\n`,
      stderr: 'The page lists no articles\n',
    });
  });

  it('is of another candidate when one is named', async () => {
    rooms.explorations.set(FRONT, found(feed('news'), feed('jobs')));
    rooms.explorations.set(feed('jobs').url, { ...found(feed('jobs')), items: [{ ...item, title: 'Stelle' }] });
    const ended = await sources('add', FRONT, '--preview', '--candidate', '2', '--json');
    expect(jsonOf(ended)).toMatchObject({ candidates: [feed('news'), feed('jobs')], items: [{ title: 'Stelle' }] });
  });

  it('is of the kind and selectors that are given', async () => {
    await sources('add', FRONT, '--preview', '--selector-item', '.card', '--selector-link', 'a.more');
    await sources('add', FRONT, '--preview', '--kind', 'calendar');
    expect(rooms.asked).toMatchObject([
      { exploration: { url: FRONT, kind: 'page', selectors: { item: '.card', link: 'a.more' } } },
      { exploration: { url: FRONT, kind: 'calendar' } },
    ]);
  });
});

describe('adding an address', () => {
  it.each([
    { what: 'the only one', offers: found(page), takes: page },
    { what: 'the one feed before the page', offers: found(feed('feed'), page), takes: feed('feed') },
    {
      what: 'the articles before the comments',
      offers: found(feed('feed', 'Neues » Feed'), feed('comments/feed', 'Neues » Kommentar-Feed')),
      takes: feed('feed', 'Neues » Feed'),
    },
    {
      what: 'one of two formats',
      offers: found(feed('rss', 'Neues (RSS 2.0)'), feed('atom', 'Neues (Atom)')),
      takes: feed('rss', 'Neues (RSS 2.0)'),
    },
  ])('takes $what', async ({ offers, takes }) => {
    rooms.explorations.set(FRONT, offers);
    expect(await sources('add', 'a.example')).toMatchObject({ code: 0, stderr: '' });
    expect(added()).toEqual([takes]);
  });

  it('takes the list of articles before a feed that is empty', async () => {
    rooms.explorations.set(FRONT, { ...found(feed('feed'), page), chosen: { kind: 'page', url: FRONT } });
    await sources('add', FRONT);
    expect(added()).toEqual([page]);
  });

  it('asks to choose among several feeds, and waits for nobody without a terminal', async () => {
    rooms.explorations.set(FRONT, found(feed('news', 'Nachrichten'), feed('jobs', 'Stellen'), page));
    const unclear = await sources('add', FRONT);
    expect(unclear).toMatchObject({ code: 1, stdout: '' });
    expect(unclear.stderr).toMatch(
      /--candidate 1:\n {2}1 +feed +\S+news +Nachrichten\n {2}2 +feed +\S+jobs +Stellen\n/,
    );
    expect(added()).toEqual([]);
    expect(await sources('add', FRONT, '--candidate', '2', '--title', 'Jobs')).toMatchObject({ code: 0 });
    expect(added()).toEqual([{ ...feed('jobs'), title: 'Jobs' }]);
    expect(await sources('add', FRONT, '--candidate', '4')).toMatchObject({ code: 2, stdout: '' });
  });

  it('takes what is of the kind that is given', async () => {
    rooms.explorations.set(FRONT, found(feed('feed'), page));
    await sources('add', FRONT, '--kind', 'page', '--full-text');
    expect(rooms.sources[1]).toMatchObject({ ...page, fullText: true });
  });

  it('ends with exit code 1 when nothing is offered, and with the address as it is if one insists', async () => {
    rooms.explorations.set(FRONT, {
      candidates: [],
      chosen: null,
      items: [],
      problem: 'The server answered 404 Not Found',
    });
    expect(await sources('add', FRONT)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The server answered 404 Not Found. To add the address as it is, use --no-explore\n',
    });
    expect(await sources('add', FRONT, '--no-explore')).toMatchObject({ code: 0 });
    expect(added()).toEqual([{ kind: 'feed', url: FRONT, title: 'a.example' }]);
  });

  it.each([
    { args: ['add'], missing: 'Missing the address' },
    { args: ['add', 'a.example', '--selector-title', 'h3'], missing: 'Missing --selector-item' },
    { args: ['add', 'a.example', '--kind', 'push'], missing: "option '--kind <kind>'" },
    { args: ['edit', 'news'], missing: 'Nothing to change' },
    { args: ['edit', 'news', '--start', '--stop'], missing: 'give one of them' },
  ])('makes no sense without all it needs: $args', async ({ args, missing }) => {
    expect(await sources(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(missing) });
  });
});

describe('a push source', () => {
  it('is added with its keys, which can be shown again and renewed', async () => {
    const first = jsonOf(await sources('add', '--push', 'Unser CMS', '--json'));
    expect(first).toMatchObject({ kind: 'push', title: 'Unser CMS', apiKey: expect.stringMatching(/^rbp_ruhr\.s1\./) });
    const again = await sources('key', 's1');
    expect(again.stdout).toContain((first as { webhookSecret: string }).webhookSecret);
    const renewed = jsonOf(await sources('key', 's1', '--renew', '--json')) as { apiKey: string };
    expect(renewed.apiKey).not.toBe((first as { apiKey: string }).apiKey);
  });
});

describe('polling all sources', () => {
  it('leaves out those that others send to', async () => {
    rooms.sources.push(aSource({ id: 'cms', kind: 'push' }), aSource({ id: 'editors', kind: 'editor' }));
    expect(jsonOf(await sources('poll', '--json'))).toEqual([{ source: 'news', pollId: 'poll-1' }]);
  });
});

describe('a source', () => {
  it('is shown, edited and removed', async () => {
    expect((await sources('show', 'news')).stdout).toMatch(/address +https:\/\/bildungsnetz\.example\/feed\/\n/);
    const edited = await sources('edit', 'news', '--title', 'Neu', '--address', 'b.example/feed', '--stop', '--json');
    expect(jsonOf(edited)).toMatchObject({ title: 'Neu', url: 'https://b.example/feed', status: 'stopped' });
    expect(await sources('remove', 'news')).toMatchObject({ code: 0, stdout: 'news removed; its articles stay\n' });
    expect(await sources('show', 'news')).toMatchObject({
      code: 1,
      stderr: 'The publication "ruhr" has no source "news"\n',
    });
  });

  it('loses its selectors and its full text only when told so', async () => {
    rooms.sources = [aSource({ kind: 'page', selectors: { item: '.card' }, fullText: true })];
    await sources('edit', 'news', '--title', 'Neu');
    expect(rooms.sources[0]).toMatchObject({ selectors: { item: '.card' }, fullText: true });
    await sources('edit', 'news', '--no-selectors', '--no-full-text');
    expect(rooms.sources[0]).toMatchObject({ fullText: false });
    expect(rooms.sources[0]).not.toHaveProperty('selectors');
  });
});

describe('rules', () => {
  it('are shown as a file that can be changed, tried and set', async () => {
    await writeFile(
      join(folder, 'rules.yaml'),
      (await sources('rules', 'news')).stdout.replace('exclude:\n  words: []', 'exclude:\n  words: [Übergänge]'),
    );
    const tried = await sources('rules', 'news', '--test', 'rules.yaml');
    expect(tried.stdout).toMatch(/^left out .*“Übergänge”\n0 of 1 kept\n$/);
    expect(rooms.sources).toEqual([aSource()]);
    await writeFile(join(folder, 'rules.json'), '{"exclude":{"words":["Kantine"]}}');
    expect(jsonOf(await sources('rules', 'news', '--set', 'rules.json', '--json'))).toMatchObject({
      exclude: { words: ['Kantine'] },
    });
    expect((await sources('rules', 'news', '--test')).stdout).toContain('1 of 1 kept');
  });

  it.each([
    { name: 'broken.yaml', text: 'exclude: [', why: 'is neither YAML nor JSON' },
    { name: 'odd.yaml', text: 'exlude: {}', why: 'The request does not fit' },
  ])('are refused when the file is $name', async ({ name, text, why }) => {
    await writeFile(join(folder, name), text);
    expect(await sources('rules', 'news', '--set', name)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(why),
    });
  });
});

describe('sources as OPML', () => {
  it('are exported to a file, and imported from it', async () => {
    expect(await sources('export', '--file', 'ruhr.opml')).toMatchObject({ code: 0, stdout: 'ruhr.opml\n' });
    expect(await readFile(join(folder, 'ruhr.opml'), 'utf8')).toBe((await sources('export')).stdout);
    rooms.publications.push(aPublication({ id: 'stadt' }));
    const imported = await cli('sources', 'import', 'ruhr.opml', '--publication', 'stadt');
    expect(imported.stdout).toMatch(
      /^added +https:\/\/bildungsnetz\.example\/feed\/ +Aktuelles\n1 added, 0 known, 0 refused\n$/,
    );
  });
});
