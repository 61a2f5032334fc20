import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as answers from '../../lambdas/console/answers.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import { NO_RULES } from '../../lambdas/domain/publication.ts';
import { anArticle, aPublication, aSource, Rooms, TOKEN } from './fake-rooms.ts';

let rooms: Rooms;
let app: ReturnType<typeof apiApp>;
beforeEach(() => {
  rooms = new Rooms();
  app = apiApp(rooms.deps());
});

const ask = (method: string, path: string, body?: unknown) =>
  app.request(`/api/v1/publications/ruhr${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
  });
const read = async <T>(answer: Response | Promise<Response>, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(await (await answer).json());
const failureOf = async (answer: Response) => (await read(answer, answers.failureAnswer)).error;

describe('an address is explored before it is added', () => {
  it.each([
    { typed: 'bildungsnetz.example', asked: 'https://bildungsnetz.example/' },
    { typed: ' http://bildungsnetz.example/aktuelles ', asked: 'http://bildungsnetz.example/aktuelles' },
    { typed: 'bildungsnetz.example:8443/x', asked: 'https://bildungsnetz.example:8443/x' },
    { typed: '//bildungsnetz.example/', asked: 'https://bildungsnetz.example/' },
    { typed: 'feed://bildungsnetz.example/rss', asked: 'https://bildungsnetz.example/rss' },
    { typed: 'feed:https://bildungsnetz.example/rss', asked: 'https://bildungsnetz.example/rss' },
  ])('as people type it: $typed', async ({ typed, asked }) => {
    const answer = await ask('POST', '/explorations', { url: typed });
    expect([answer.status, await answer.json()]).toEqual([202, { explorationId: 'exploration-1' }]);
    await read(ask('GET', '/explorations/exploration-1'), answers.explorationAnswer);
    expect(rooms.asked).toEqual([{ exploration: { publicationId: 'ruhr', timeZone: 'Europe/Berlin', url: asked } }]);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user:pass@a.example/',
    'mailto:a@b.example',
    'ein Satz',
  ])('unless it is none: %s', async (url) => {
    const answer = await ask('POST', '/explorations', { url });
    expect([answer.status, (await failureOf(answer)).fault]).toEqual([400, 'invalid']);
  });

  it('by the kind and the selectors that are given', async () => {
    const how = { kind: 'page', selectors: { item: '.card', title: 'h3' } };
    await ask('POST', '/explorations', { url: 'a.example', ...how });
    await ask('GET', '/explorations/exploration-1');
    expect(rooms.asked[0]).toMatchObject({ exploration: how });
    expect((await ask('POST', '/explorations', { url: 'a.example', kind: 'push' })).status).toBe(400);
  });

  it('and is not there until it is', async () => {
    expect((await ask('GET', '/explorations/exploration-1')).status).toBe(404);
    expect((await ask('GET', '/explorations/..%2fx')).status).toBe(404);
  });
});

describe('a source', () => {
  it('is shown with all that editors decide about it, and what is known of it', async () => {
    rooms.sources[0] = aSource({
      rules: { ...NO_RULES, exclude: { words: ['Kantine'], categories: [] } },
      fetchState: {
        failures: 0,
        gap: '5 may be missing',
        hub: 'https://hub.example/',
        movedTo: 'https://neu.example/',
      },
    });
    expect(await read(ask('GET', '/sources/news'), answers.sourceAnswer)).toMatchObject({
      kind: 'feed',
      rules: { exclude: { words: ['Kantine'] } },
      fullText: false,
      selectors: null,
      gap: '5 may be missing',
      hub: true,
      movedTo: 'https://neu.example/',
    });
    expect((await ask('GET', '/sources/nope')).status).toBe(404);
  });

  it('is added with its kind, rules and selectors', async () => {
    const wish = {
      url: 'a.example/aktuelles',
      kind: 'page',
      title: 'Aktuelles',
      fullText: true,
      selectors: { item: '.card' },
      rules: { defaultTopic: 'schule' },
    };
    const answer = await ask('POST', '/sources', wish);
    expect(answer.status).toBe(201);
    expect(await read(answer, answers.sourceAnswer)).toMatchObject({
      ...wish,
      url: 'https://a.example/aktuelles',
      rules: { ...NO_RULES, defaultTopic: 'schule' },
    });
  });

  it.each([
    { wish: {}, problem: { path: 'url', message: 'is missing' } },
    { wish: { kind: 'push' }, problem: { path: 'title', message: 'is missing' } },
    {
      wish: { url: 'a.example', kind: 'editor' },
      problem: { path: 'kind', message: expect.stringContaining('must be one of feed,') },
    },
    { wish: { url: 'a.example', selectors: { title: 'h3' } }, problem: { path: 'selectors.item' } },
    {
      wish: { url: 'a.example', rules: { exclude: { words: [''] } } },
      problem: { path: 'rules.exclude.words.0', message: 'must not be empty' },
    },
  ])('is refused by field: $wish', async ({ wish, problem }) => {
    const answer = await ask('POST', '/sources', wish);
    expect(answer.status).toBe(400);
    expect((await failureOf(answer)).problems).toEqual([expect.objectContaining(problem)]);
  });

  it.each([
    { rules: { defaultTopic: 'sport' } },
    { rules: { topics: [{ topic: 'sport', words: ['Fußball'] }] } },
    { topics: ['sport'] },
  ])('is not given topics that the publication lacks: $rules $topics', async (wish) => {
    expect((await ask('POST', '/sources', { url: 'a.example', ...wish })).status).toBe(400);
    expect((await ask('PATCH', '/sources/news', wish)).status).toBe(400);
    expect(rooms.sources).toEqual([aSource()]);
  });

  it('is changed in what is named, and in nothing else', async () => {
    const changed = await read(
      ask('PATCH', '/sources/news', { title: 'Neues', topics: ['schule'] }),
      answers.sourceAnswer,
    );
    expect(changed).toMatchObject({
      title: 'Neues',
      topics: ['schule'],
      url: aSource().url,
      lastResult: '3 new, 17 known',
    });
    expect((await ask('PATCH', '/sources/news', { id: 'other' })).status).toBe(400);
  });

  it('is stopped, and started again at once', async () => {
    const stopped = await read(ask('PATCH', '/sources/news', { status: 'stopped' }), answers.sourceAnswer);
    expect(stopped).toMatchObject({ status: 'stopped', nextRunAt: null });
    rooms.now = () => new Date('2026-03-05T10:00:00Z');
    const started = await read(ask('PATCH', '/sources/news', { status: 'active' }), answers.sourceAnswer);
    expect(started).toMatchObject({ status: 'active', nextRunAt: '2026-03-05T10:00:00.000Z' });
    expect((await ask('PATCH', '/sources/news', { status: 'held' })).status).toBe(400);
  });

  it('is removed, and its articles stay', async () => {
    expect(await (await ask('DELETE', '/sources/news')).json()).toEqual({ id: 'news' });
    expect((await ask('DELETE', '/sources/news')).status).toBe(404);
    const { articles } = await read(ask('GET', '/articles'), z.object({ articles: z.array(answers.articleAnswer) }));
    expect(articles).toMatchObject([{ sourceId: 'news', sourceTitle: null }]);
  });
});

describe('rules', () => {
  const tried = z.object({ articles: z.array(answers.trialAnswer) });

  it('are tried on what the source brought, and nothing is changed', async () => {
    rooms.articles.push(
      anArticle({ id: 'b', title: 'Pressemitteilung: Kantine', topics: [] }),
      anArticle({ id: 'c', sourceId: 'blog' }),
    );
    const rules = { exclude: { words: ['KANTINE'] }, removePrefixes: ['Pressemitteilung:'], defaultTopic: 'schule' };
    const { articles } = await read(ask('POST', '/sources/news/rules/test', { rules }), tried);
    expect(articles).toMatchObject([
      {
        kept: true,
        because: null,
        titleAfter: 'Übergänge „auf Augenhöhe“ gestalten',
        topicsBefore: ['schule'],
        topicsAfter: ['schule'],
      },
      {
        kept: false,
        because: expect.stringContaining('“KANTINE”'),
        titleAfter: 'Kantine',
        topicsBefore: [],
        topicsAfter: ['schule'],
      },
    ]);
    expect(rooms.sources).toEqual([aSource()]);
  });

  it('are those of the source when none are given', async () => {
    const { articles } = await read(ask('POST', '/sources/news/rules/test'), tried);
    expect(articles).toMatchObject([{ kept: true }]);
  });
});

describe('the keys of a push source', () => {
  it('are shown whenever they are asked for, and others once they were renewed', async () => {
    const wish = { kind: 'push', title: 'Unser CMS' };
    const { id, nextRunAt } = await read(ask('POST', '/sources', wish), answers.sourceAnswer);
    expect(nextRunAt).toBeNull();
    const first = await read(ask('GET', `/sources/${id}/key`), answers.keysAnswer);
    expect(first).toMatchObject({
      articlesUrl: 'https://site.example/api/v1/publications/ruhr/articles',
      webhookUrl: `https://site.example/api/v1/publications/ruhr/sources/${id}/webhook`,
    });
    expect(await read(ask('GET', `/sources/${id}/key`), answers.keysAnswer)).toEqual(first);
    const second = await read(ask('POST', `/sources/${id}/key`), answers.keysAnswer);
    expect([second.apiKey === first.apiKey, second.webhookSecret === first.webhookSecret]).toEqual([false, false]);
    expect(await read(ask('GET', `/sources/${id}/key`), answers.keysAnswer)).toEqual(second);
  });

  it('are none of a feed', async () => {
    expect((await ask('GET', '/sources/news/key')).status).toBe(400);
  });
});

describe('sources as OPML', () => {
  it('go out as a file and come in again', async () => {
    const file = await ask('GET', '/sources.opml');
    expect(file.headers.get('content-type')).toMatch(/^text\/x-opml/);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="ruhr.opml"');
    const opml = await file.text();
    expect(await read(ask('POST', '/sources/opml', opml), answers.importAnswer)).toEqual({
      ...{ added: 0, known: 1, refused: 0 },
      results: [{ title: 'Aktuelles', url: aSource().url, outcome: 'known', why: null, sourceId: 'news' }],
    });
    rooms.publications.push(aPublication({ id: 'stadt' }));
    const elsewhere = await app.request('/api/v1/publications/stadt/sources/opml', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: opml,
    });
    expect(await read(elsewhere, answers.importAnswer)).toMatchObject({ added: 1, results: [{ outcome: 'added' }] });
  });

  it('are refused when they are something else', async () => {
    expect((await ask('POST', '/sources/opml', 'hello')).status).toBe(400);
  });
});

describe('what editors decide about an article', () => {
  const { id } = anArticle();

  it('is whether it is an event', async () => {
    const event = { startsAt: '2026-03-20T18:00:00+01:00', place: 'Mercatorhalle, Duisburg' };
    expect((await ask('POST', `/articles/${id}/event`, { isEvent: true, event })).status).toBe(200);
    expect((await ask('POST', `/articles/${id}/event`, { isEvent: false })).status).toBe(200);
    expect(rooms.asked).toEqual([
      {
        decision: {
          ...{ publicationId: 'ruhr', articleId: id, isEvent: true },
          event: {
            startsAt: new Date('2026-03-20T17:00:00Z'),
            place: 'Mercatorhalle, Duisburg',
            allDay: false,
            online: false,
          },
        },
      },
      { decision: { publicationId: 'ruhr', articleId: id, isEvent: false } },
    ]);
  });

  it.each([
    { what: {} },
    { what: { isEvent: true, event: { startsAt: 'morgen' } } },
    { what: { isEvent: true, event: { startsAt: '2026-03-20T18:00:00Z', endsAt: '2026-03-20T17:00:00Z' } } },
  ])('is refused when it does not fit: $what', async ({ what }) => {
    expect((await ask('POST', `/articles/${id}/event`, what)).status).toBe(400);
    expect(rooms.asked).toEqual([]);
  });

  it('is that it is not to go out', async () => {
    expect((await ask('POST', `/articles/${id}/withdraw`)).status).toBe(200);
    expect(rooms.asked).toEqual([{ withdrawal: id }]);
  });

  it('shows in the answers', async () => {
    const at = new Date('2026-03-20T17:00:00Z');
    rooms.articles = [
      anArticle({ eventSuggestion: { startsAt: at, allDay: false, online: false }, correctedAt: at }),
      anArticle({ id: 'b', withdrawnAt: at }),
    ];
    const list = z.object({ articles: z.array(answers.articleAnswer) });
    expect((await read(ask('GET', '/articles'), list)).articles).toMatchObject([
      {
        sourceTitle: 'Aktuelles',
        event: null,
        eventSuggestion: { startsAt: at.toISOString(), place: null },
        correctedAt: at.toISOString(),
        withdrawnAt: null,
      },
    ]);
    expect((await read(ask('GET', '/articles?withdrawn=true'), list)).articles).toMatchObject([
      { id: 'b', withdrawnAt: at.toISOString() },
    ]);
    expect(await read(ask('GET', '/articles/b'), answers.articleAnswer)).toMatchObject({ id: 'b' });
    expect((await ask('GET', '/articles/nope')).status).toBe(404);
  });
});
