import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import type { Exploration } from '../../lambdas/ingest/index.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { aSource, Rooms } from './fake-rooms.ts';

let site: ConsoleUnderTest;
let editor: EditorBrowser;
beforeAll(async () => {
  site = await startConsole();
  editor = await site.signedIn();
});
afterAll(() => site.stop());
beforeEach(() => {
  Object.assign(site.rooms, new Rooms());
});

const HOME = '/console/publications/ruhr';
const FRONT = 'https://netz.example/';
const FEED = 'https://netz.example/feed/';
const PAGE = 'https://netz.example/news/';

function anExploration(changes: Partial<Omit<Exploration, 'asked'>> = {}): Omit<Exploration, 'asked'> {
  return {
    candidates: [
      { kind: 'feed', url: FEED, title: 'Netz <Neues>' },
      { kind: 'page', url: PAGE, title: '' },
    ],
    chosen: { kind: 'feed', url: FEED },
    items: [
      {
        title: 'Ein „Abend“',
        url: 'https://netz.example/abend/',
        teaser: 'Über Übergänge.',
        publishedAt: '2026-03-01T08:00:00.000Z',
        image: 'https://netz.example/abend.jpg',
      },
      { title: 'Ohne alles', url: null, teaser: '', publishedAt: null, image: null },
    ],
    problem: null,
    ...changes,
  };
}

const wish = (index = -1) => site.rooms.explored.at(index);
const begin = async (form: Record<string, string>) =>
  (await editor.submit(`${HOME}/explorations`, form)).headers.get('location') ?? '';
const textOf = async (path: string) => (await editor.look(path)).text();

describe('adding a source', () => {
  it('begins with one field, and shows what the address offers before anything is kept', async () => {
    site.rooms.explorations.set(FRONT, anExploration());
    expect(await textOf(HOME)).toContain(`${HOME}/add-source`);
    expect(await textOf(`${HOME}/add-source`)).toContain('Address of a website, feed or calendar');
    const way = await begin({ url: ' netz.example ' });
    expect(wish()).toEqual({ publicationId: 'ruhr', timeZone: 'Europe/Berlin', url: FRONT });
    const html = await textOf(way);
    for (const expected of [
      'Netz &lt;Neues&gt;',
      'netz.example',
      'Ein „Abend“',
      'Über Übergänge.',
      'src="https://netz.example/abend.jpg"',
      'without a date',
      'Save and poll',
      `value="page ${PAGE}"`,
    ]) {
      expect(html).toContain(expected);
    }
    expect(html).not.toContain('http-equiv="refresh"');
    expect(site.rooms.sources).toHaveLength(1);
    expect(site.rooms.asked.filter((asked) => 'poll' in asked)).toEqual([]);
  });

  it('may load other people’s pictures in the preview, and nowhere else', async () => {
    site.rooms.explorations.set(FRONT, anExploration());
    const policyOf = async (path: string) => (await editor.look(path)).headers.get('content-security-policy') ?? '';
    expect(await policyOf(await begin({ url: FRONT }))).toMatch(/default-src 'none'.*img-src [^;]*https:/);
    expect(await policyOf(`${HOME}/add-source`)).not.toMatch(/https:/);
  });

  it('waits while the address is looked at, and gives up in words', async () => {
    site.rooms.isExploring = true;
    const way = await begin({ url: FRONT });
    expect(await textOf(way)).toMatch(/http-equiv="refresh" content="3".*We are looking what is there/s);
    const late = await textOf(way.replace(/at=\d+/, `at=${Date.now() - 121_000}`));
    expect(late).toContain('This takes longer than usual.');
    expect(late).toContain(`href="${HOME}/add-source"`);
    expect(late).not.toContain('http-equiv="refresh"');
  });

  it('looks at another candidate when it is chosen, and still offers the others', async () => {
    site.rooms.explorations.set(FRONT, anExploration());
    site.rooms.explorations.set(
      PAGE,
      anExploration({
        candidates: [{ kind: 'page', url: PAGE, title: '' }],
        chosen: { kind: 'page', url: PAGE },
        items: [],
        problem: 'We found no list of articles on this page',
      }),
    );
    await begin({ url: FRONT });
    const way = await begin({ first: 'exploration-1', candidate: `page ${PAGE}` });
    expect(wish()).toMatchObject({ url: PAGE, kind: 'page' });
    const html = await textOf(way);
    expect(html).toContain('Netz &lt;Neues&gt;');
    expect(html).toContain('We found no list of articles on this page');
    expect(html).not.toContain('Save and poll');
  });

  it('takes selectors when the articles are the wrong ones, and keeps them with the source', async () => {
    site.rooms.explorations.set(
      PAGE,
      anExploration({ chosen: { kind: 'page', url: PAGE }, candidates: [{ kind: 'page', url: PAGE, title: 'News' }] }),
    );
    const way = await begin({
      url: PAGE,
      kind: 'page',
      'selector-item': '.card',
      'selector-title': 'h3',
      'selector-link': '',
    });
    expect(wish()).toMatchObject({ kind: 'page', selectors: { item: '.card', title: 'h3' } });
    const html = await textOf(way);
    expect(html).toContain('name="selector-item" value=".card"');
    await editor.submit(`${HOME}/sources`, { url: PAGE, kind: 'page', title: 'News', 'selector-item': '.card' });
    expect(site.rooms.sources.at(-1)).toMatchObject({ kind: 'page', url: PAGE, title: 'News' });
    expect(site.rooms.sources.at(-1)?.selectors).toEqual({ item: '.card' });
  });

  it('saves and polls at once', async () => {
    const saved = await editor.submit(`${HOME}/sources`, {
      url: FEED,
      kind: 'feed',
      title: 'Netz',
      topic: 'schule',
      fullText: 'yes',
    });
    const source = site.rooms.sources.at(-1);
    expect(source).toMatchObject({ url: FEED, title: 'Netz', kind: 'feed', topics: ['schule'], fullText: true });
    expect(site.rooms.asked).toEqual([{ poll: source?.id }]);
    expect([saved.status, saved.headers.get('location')]).toEqual([
      303,
      expect.stringContaining(`${HOME}/sources/${source?.id}?did=added&polling=${source?.id}&poll=poll-1`),
    ]);
    expect(await textOf(saved.headers.get('location') ?? '')).toContain('The source was added.');
  });

  it('saves also while its host wants to be left alone', async () => {
    site.rooms.pollRefusal = new RundbriefError('limited', 'netz.example asked us to come back after 12:00 CET');
    const saved = await editor.submit(`${HOME}/sources`, { url: FEED, kind: 'feed', title: 'Netz' });
    expect([saved.status, site.rooms.sources.length]).toEqual([303, 2]);
    const refused = await editor.submit(`${HOME}/sources/news/poll`);
    expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('come back after 12:00')]);
  });

  it('says that an address is a source already', async () => {
    site.rooms.explorations.set(FRONT, anExploration());
    site.rooms.sources.push(aSource({ id: 'netz', url: FEED, title: 'Das Netz' }));
    const html = await textOf(await begin({ url: FRONT }));
    expect(html).toMatch(/is a source already:.*href="\/console\/publications\/ruhr\/sources\/netz">Das Netz/);
    expect(html).not.toContain('Save and poll');
  });

  it.each(['', 'ftp://netz.example/', 'https://ada:secret@netz.example/', `https://netz.example/${'x'.repeat(2100)}`])(
    'asks again for an address that is none: %.40s',
    async (url) => {
      const answer = await editor.submit(`${HOME}/explorations`, { url });
      expect([answer.status, (await answer.text()).includes('role="alert"')]).toEqual([400, true]);
      expect(site.rooms.explored).toEqual([]);
    },
  );

  it('says in the editor’s language why there is nothing, and what can be done', async () => {
    const german = await site.signedIn({ 'accept-language': 'de' });
    site.rooms.explorations.set(
      FRONT,
      anExploration({
        candidates: [],
        chosen: null,
        items: [],
        problem: 'The server did not answer within 20 seconds',
      }),
    );
    const way = (await german.submit(`${HOME}/explorations`, { url: FRONT })).headers.get('location') ?? '';
    const html = await (await german.look(way)).text();
    expect(html).toContain('Hier wurden keine Artikel gefunden');
    expect(html).toContain('Der Server hat binnen 20 Sekunden nicht geantwortet');
    expect(html).toContain('Prüfen Sie die Adresse in Ihrem Browser');
    expect(html).toMatch(/<details open/);
  });

  it('makes a source that is sent to, and shows its keys', async () => {
    const made = await editor.submit(`${HOME}/sources`, { kind: 'push', title: 'Unser CMS' });
    const source = site.rooms.sources.at(-1);
    expect(source).toMatchObject({ kind: 'push', title: 'Unser CMS' });
    expect(made.headers.get('location')).toBe(`${HOME}/sources/${source?.id}/keys`);
    expect(site.rooms.asked).toEqual([]);
  });

  it.each([
    { kind: 'editor', title: 'x' },
    { kind: 'feed', title: '', url: FEED },
    { kind: 'feed', title: 'x', url: FEED, topic: 'nowhere' },
    { kind: 'feed', title: 'x', url: 'mailto:ada@example.org' },
  ])('refuses what no form of ours sends: %o', async (form) => {
    const answer = await editor.submit(`${HOME}/sources`, form as Record<string, string>);
    expect([answer.status, site.rooms.sources.length]).toEqual([400, 1]);
  });
});
