import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_RULES } from '../../lambdas/domain/publication.ts';
import { pushKeys } from '../../lambdas/ingest/index.ts';
import { type ConsoleUnderTest, startConsole } from './console-under-test.ts';
import type { EditorBrowser } from './editor-browser.ts';
import { anArticle, aSource, at, PUSH_SECRET, Rooms } from './fake-rooms.ts';

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
const NEWS = `${HOME}/sources/news`;
const textOf = async (path: string) => (await editor.look(path)).text();
const only = () => site.rooms.sources[0];

describe('a source', () => {
  it('shows what its last polls brought, and what is wrong', async () => {
    site.rooms.sources = [
      aSource({
        fetchState: {
          failures: 0,
          lastResult: '3 new, 17 known',
          lastSucceededAt: at('2026-03-02T09:00:00Z'),
          gap: 'None of the 10 articles was known: others may have come and gone',
          movedTo: 'https://neu.example/feed/',
          movedSince: at('2026-03-01T09:00:00Z'),
          hub: 'https://hub.example/',
          hubAskedAt: at('2026-03-01T09:00:00Z'),
        },
      }),
    ];
    const html = await textOf(NEWS);
    for (const expected of [
      '3 new, 17 known',
      'Gap: None of the 10 articles was known',
      'https://neu.example/feed/',
      'hub.example tells us at once',
      'every hour',
      'everything is taken',
    ]) {
      expect(html).toContain(expected);
    }
    expect(await textOf(HOME)).toContain(`href="${NEWS}"`);
  });

  it('is changed by its form, and keeps its rules', async () => {
    site.rooms.sources = [aSource({ rules: { ...NO_RULES, removePrefixes: ['Neu:'] } })];
    const form = { title: 'Neues', url: 'neu.example/feed', kind: 'page', topic: 'schule', 'selector-item': '.card' };
    const saved = await editor.submit(`${NEWS}/settings`, form);
    expect(saved.headers.get('location')).toBe(`${NEWS}?did=saved`);
    expect(only()).toMatchObject({
      title: 'Neues',
      url: 'https://neu.example/feed',
      kind: 'page',
      topics: ['schule'],
      fullText: false,
      rules: { removePrefixes: ['Neu:'] },
    });
    expect(only()?.selectors).toEqual({ item: '.card' });
    await editor.submit(`${NEWS}/settings`, { ...form, kind: 'feed' });
    expect(only()?.selectors).toBeUndefined();
  });

  it.each([
    { form: { title: '', url: 'https://neu.example/' }, says: 'needs a title' },
    { form: { title: 'x', url: 'mailto:x' }, says: 'is not a web address' },
    { form: { title: 'x', url: 'https://taken.example/' }, says: 'has this address already' },
    {
      form: { title: 'x', url: 'https://neu.example/', kind: 'page', 'selector-link': 'a' },
      says: 'where the articles',
    },
  ])('is not changed to $form.url by a form that does not fit', async ({ form, says }) => {
    site.rooms.sources = [aSource(), aSource({ id: 'other', url: 'https://taken.example/' })];
    const answer = await editor.submit(`${NEWS}/settings`, form as unknown as Record<string, string>);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(says)]);
    expect(only()).toEqual(aSource());
  });

  it('is stopped, started again and removed, the last after a question', async () => {
    await editor.submit(`${NEWS}/stop`);
    expect(only()).toMatchObject({ status: 'stopped' });
    const started = await editor.submit(`${NEWS}/resume`);
    expect(only()).toMatchObject({ status: 'active' });
    expect(started.headers.get('location')).toMatch(/sources\/news\?polling=news&poll=poll-1/);
    expect(await textOf(`${NEWS}/remove`)).toContain('Remove this source?');
    expect(site.rooms.sources).toHaveLength(1);
    expect((await editor.submit(`${NEWS}/remove`)).status).toBe(303);
    expect(site.rooms.sources).toEqual([]);
    expect((await editor.look(NEWS)).status).toBe(404);
  });

  it('that nobody asks has no poll to ask for', async () => {
    site.rooms.sources = [aSource({ kind: 'push', nextRunAt: undefined })];
    for (const page of [NEWS, HOME]) expect(await textOf(page)).not.toContain('/sources/news/poll');
  });
});

describe('the rules of a source', () => {
  const typed = {
    'include-words': 'Schule\r\n\r\n  Übergang  ',
    'include-categories': '',
    'exclude-words': 'Stellenangebot',
    'topic-schule-categories': 'Bildung',
    prefixes: 'Pressemitteilung:',
    defaultTopic: 'schule',
  };
  const meant = {
    include: { words: ['Schule', 'Übergang'], categories: [] },
    exclude: { words: ['Stellenangebot'], categories: [] },
    topics: [{ topic: 'schule', words: [], categories: ['Bildung'] }],
    removePrefixes: ['Pressemitteilung:'],
    defaultTopic: 'schule',
  };

  it('are tried on past articles without being kept', async () => {
    site.rooms.articles = [
      anArticle({ title: 'Pressemitteilung: Übergang', topics: [] }),
      anArticle({ id: 'b', title: 'Stellenangebot der Schule' }),
    ];
    const answer = await editor.submit(`${NEWS}/rules/try`, typed);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('1 of 2 articles would be taken. Nothing was saved.');
    expect(html).toContain('left out because of the word “Stellenangebot”');
    expect(html).toContain('Title then: Übergang');
    expect(html).toContain('Topics before: none');
    expect(html).toContain('Topics then: Schule &amp; Unterricht');
    expect(html).toMatch(/<textarea name="include-words"[^>]*>Schule\nÜbergang<\/textarea>/);
    expect(only()?.rules).toEqual(NO_RULES);
  });

  it('are kept as they were typed, one a line, and shown again', async () => {
    const saved = await editor.submit(`${NEWS}/rules`, typed);
    expect(saved.headers.get('location')).toBe(`${NEWS}/rules?did=saved`);
    expect(only()?.rules).toEqual(meant);
    const html = await textOf(`${NEWS}/rules`);
    expect(html).toMatch(/<textarea name="exclude-words"[^>]*>Stellenangebot<\/textarea>/);
    expect(html).toContain('<option value="schule" selected');
    await editor.submit(`${NEWS}/rules`, {});
    expect(only()?.rules).toEqual(NO_RULES);
  });

  it.each(['', '/try'])('are given back with what is wrong%s', async (verb) => {
    const answer = await editor.submit(`${NEWS}/rules${verb}`, { 'include-words': 'x'.repeat(81) });
    const html = await answer.text();
    expect(answer.status).toBe(400);
    expect(html).toContain('at most 80 characters');
    expect(html).toContain('x'.repeat(81));
    expect(only()?.rules).toEqual(NO_RULES);
  });

  it('know no topic that the publication has not', async () => {
    expect((await editor.submit(`${NEWS}/rules`, { defaultTopic: 'nowhere' })).status).toBe(400);
  });
});

describe('the keys of a source', () => {
  beforeEach(() => {
    site.rooms.sources = [aSource({ id: 'cms', kind: 'push', nextRunAt: undefined }), aSource()];
  });
  const KEYS = `${HOME}/sources/cms/keys`;

  it('are shown with an example that can be pasted, and made anew after a question', async () => {
    const { apiKey, webhookSecret } = pushKeys({ publicationId: 'ruhr', id: 'cms' }, PUSH_SECRET);
    const html = await textOf(KEYS);
    expect(html).toContain(apiKey);
    expect(html).toContain(webhookSecret);
    expect(html).toContain(`curl &#39;${site.url}/api/v1/publications/ruhr/articles&#39;`);
    expect(await textOf(`${KEYS}/renew`)).toContain('Make new keys?');
    expect(await textOf(KEYS)).toContain(apiKey);
    expect((await editor.submit(KEYS)).headers.get('location')).toBe(`${KEYS}?did=renewed`);
    expect(await textOf(KEYS)).not.toContain(apiKey);
  });

  it('are only there for sources that are sent to', async () => {
    expect((await editor.look(`${NEWS}/keys`)).status).toBe(404);
    expect((await editor.submit(`${NEWS}/keys`)).status).toBe(404);
  });
});

describe('sources as a file', () => {
  const upload = (text: string, name = 'opml') => {
    const form = new FormData();
    form.append(name, new File([text], 'feeds.opml', { type: 'text/x-opml' }));
    return editor.upload(`${HOME}/import`, form);
  };
  const opml = (...urls: string[]) =>
    `<?xml version="1.0"?><opml version="2.0"><head/><body>${urls.map((url) => `<outline text="Feed &lt;${url.length}&gt;" xmlUrl="${url}"/>`).join('')}</body></opml>`;

  it('go out and come in again', async () => {
    const file = await editor.look(`${HOME}/sources.opml`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="ruhr.opml"');
    expect(file.headers.get('content-type')).toBe('text/x-opml; charset=utf-8');
    const html = await (await upload(await file.text())).text();
    expect(html).toContain('0 added, 1 known already, 0 refused');
  });

  it('are added, with a word about each', async () => {
    const html = await (await upload(opml('https://a.example/feed', 'mailto:b'))).text();
    expect(html).toContain('1 added, 0 known already, 1 refused');
    expect(html).toContain('Feed &lt;22&gt;');
    expect(html).toContain('is not a web address');
    expect(site.rooms.sources.map(({ url }) => url)).toContain('https://a.example/feed');
  });

  it.each([
    { what: 'no OPML', send: () => upload('<html>'), says: 'no OPML' },
    { what: 'no file', send: () => editor.submit(`${HOME}/import`), says: 'Choose a file first.' },
    { what: 'more than 1 MB', send: () => upload('x'.repeat(1_000_001)), says: 'larger than 1 MB' },
    { what: 'far more than 1 MB', send: () => upload('x'.repeat(1_300_000)), says: 'too large' },
  ])('are refused in words: $what', async ({ send, says }) => {
    const answer = await send();
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(says)]);
    expect(site.rooms.sources).toHaveLength(1);
  });
});
