import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import * as answers from '../../lambdas/console/answers.ts';
import { apiApp } from '../../lambdas/console/api.ts';
import type { Source } from '../../lambdas/domain/publication.ts';
import { pushKeys } from '../../lambdas/ingest/index.ts';
import { aPublication, aSource, PUSH_SECRET, Rooms, TOKEN } from './fake-rooms.ts';

const CMS: Source = aSource({ id: 'cms', kind: 'push', title: 'Unser CMS', url: 'https://bildungsnetz.example/' });
const ARTICLE = { id: '42', title: 'Übergänge „auf Augenhöhe“' };
const NOW = new Date('2026-03-02T09:00:00Z');

let rooms: Rooms;
let app: ReturnType<typeof apiApp>;
beforeEach(() => {
  rooms = new Rooms();
  rooms.now = () => NOW;
  rooms.sources.push(CMS, aSource({ id: 'blog', kind: 'push', title: 'Blog' }));
  rooms.publications.push(aPublication({ id: 'stadt', topics: [] }));
  app = apiApp(rooms.deps());
});

const { apiKey, webhookSecret } = pushKeys(CMS, PUSH_SECRET);
const push = (body: unknown, { key = apiKey, to = 'ruhr' } = {}) =>
  app.request(`/api/v1/publications/${to}/articles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const webhook = (body: string, { secret = webhookSecret, at = NOW, to = 'ruhr/sources/cms' } = {}) =>
  app.request(`/api/v1/publications/${to}/webhook`, {
    method: 'POST',
    headers: {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
    },
    body,
  });
const failureOf = async (answer: Response) => answers.failureAnswer.parse(await answer.json()).error;
/** What was laid into the intake bucket. */
const handedIn = () =>
  rooms.documents.sent.map(({ sourceId, result }) => {
    const stored = result.kind === 'body' ? rooms.intake.stored.get(result.key) : undefined;
    return { source: sourceId, ...JSON.parse(Buffer.from(stored?.body ?? '').toString()) };
  });

describe('articles sent with a push source’s key', () => {
  it.each([
    { what: 'one alone', body: ARTICLE, articles: [ARTICLE] },
    {
      what: 'a list',
      body: { articles: [ARTICLE, { id: '7', withdrawn: true }] },
      articles: [ARTICLE, { id: '7', withdrawn: true }],
    },
    { what: 'with the source named', body: { ...ARTICLE, source: 'cms' }, articles: [ARTICLE] },
  ])('are handed in: $what', async ({ body, articles }) => {
    const answer = await push(body);
    expect(answer.status).toBe(202);
    const accepted = answers.acceptedAnswer.parse(await answer.json());
    expect(accepted).toMatchObject({ accepted: articles.length, source: 'cms' });
    expect(handedIn()).toEqual([{ source: 'cms', articles }]);
    expect(rooms.documents.sent[0]).toMatchObject({
      pollId: accepted.pollId,
      purpose: 'push',
      result: { kind: 'body', key: `raw/ruhr/cms/${accepted.pollId}`, finalUrl: CMS.url },
    });
  });

  it.each([
    { what: 'in another publication', to: 'stadt', body: ARTICLE },
    { what: 'in the name of another source', to: 'ruhr', body: { ...ARTICLE, source: 'blog' } },
  ])('are refused $what', async ({ to, body }) => {
    const answer = await push(body, { to });
    expect([answer.status, (await failureOf(answer)).message]).toEqual([
      403,
      'This key opens the source "cms" of "ruhr" only',
    ]);
    expect(handedIn()).toEqual([]);
  });

  it.each([
    { whose: 'nobody’s', key: '' },
    { whose: 'a beginning of it', key: apiKey.slice(0, -1) },
    { whose: 'of a source that is gone', key: pushKeys({ ...CMS, id: 'gone' }, PUSH_SECRET).apiKey },
    { whose: 'made with another secret', key: pushKeys(CMS, 'another').apiKey },
    { whose: 'of a source that is no push source', key: pushKeys({ ...CMS, id: 'news' }, PUSH_SECRET).apiKey },
    { whose: 'from before it was renewed', key: pushKeys({ ...CMS, keyVersion: 1 }, PUSH_SECRET).apiKey },
  ])('are refused when the key is $whose', async ({ key }) => {
    const answer = await push(ARTICLE, { key });
    expect([answer.status, (await failureOf(answer)).fault]).toEqual([401, 'denied']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(handedIn()).toEqual([]);
  });

  it('open nothing else', async () => {
    const asks = [
      ['GET', '/publications'],
      ['GET', '/publications/ruhr/articles'],
      ['GET', '/publications/ruhr/sources/cms/key'],
      ['DELETE', '/publications/ruhr/sources/cms'],
      ['POST', '/publications/ruhr/feeds'],
    ] as const;
    for (const [method, path] of asks) {
      const answer = await app.request(`/api/v1${path}`, { method, headers: { authorization: `Bearer ${apiKey}` } });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  it('are refused with every problem named', async () => {
    const answer = await push({ articles: [ARTICLE, { id: '2', titel: 'x' }] });
    expect(answer.status).toBe(400);
    expect((await failureOf(answer)).problems).toEqual([
      { path: 'articles.1.title', message: 'is missing' },
      { path: 'articles.1', message: 'has fields we do not know: titel' },
    ]);
  });

  it('are refused when they name a topic that the publication lacks', async () => {
    const answer = await push({ ...ARTICLE, topics: ['schule', 'sport'] });
    expect([answer.status, (await failureOf(answer)).message]).toEqual([
      400,
      'The publication has no topic "sport"; it has: schule',
    ]);
  });

  it.each(['stopped', 'held'] as const)('are refused, not lost, while the source is %s', async (status) => {
    rooms.sources = [{ ...CMS, status }];
    const answer = await push(ARTICLE);
    expect([answer.status, (await failureOf(answer)).message]).toEqual([
      409,
      `The source "cms" is ${status}: an editor must start it again first`,
    ]);
  });

  it('are refused in words above 1 MB', async () => {
    const answer = await push(JSON.stringify({ ...ARTICLE, text: 'x'.repeat(1_000_000) }));
    expect([answer.status, (await failureOf(answer)).message]).toEqual([413, 'The body is larger than 1 MB']);
  });
});

describe('a signed webhook', () => {
  it.each([
    { as: 'the article alone', body: ARTICLE },
    { as: 'an envelope', body: { type: 'article.published', timestamp: '2026-03-02T09:00:00Z', data: ARTICLE } },
  ])('hands in $as', async ({ body }) => {
    const answer = await webhook(JSON.stringify(body));
    expect(answer.status).toBe(202);
    expect(handedIn()).toEqual([{ source: 'cms', articles: [ARTICLE] }]);
  });

  it.each([
    {
      why: 'its secret is another source’s',
      options: { secret: pushKeys({ ...CMS, id: 'blog' }, PUSH_SECRET).webhookSecret },
    },
    { why: 'it is six minutes old', options: { at: new Date(NOW.getTime() - 360_000) } },
    { why: 'the source is none', options: { to: 'ruhr/sources/nope' } },
    { why: 'the source is a feed', options: { to: 'ruhr/sources/news' } },
    { why: 'the publication is another', options: { to: 'stadt/sources/cms' } },
  ])('is refused when $why', async ({ options }) => {
    expect((await webhook(JSON.stringify(ARTICLE), options)).status).toBe(401);
    expect(handedIn()).toEqual([]);
  });
});

describe('articles sent with the API’s own token', () => {
  it('are the editors’ own, whose source is made the first time', async () => {
    for (const id of ['1', '2']) expect((await push({ ...ARTICLE, id }, { key: TOKEN })).status).toBe(202);
    expect(handedIn().map(({ source }) => source)).toEqual(['editors', 'editors']);
    expect(rooms.sources.filter(({ kind }) => kind === 'editor')).toEqual([
      expect.objectContaining({ id: 'editors', title: 'Redaktion', url: 'https://bildungsnetz.example/' }),
    ]);
  });

  it.each([
    { source: 'cms', status: 202 },
    { source: 'news', status: 400 },
    { source: 'nope', status: 404 },
  ])('may be another source’s: $source → $status', async ({ source, status }) => {
    expect((await push({ ...ARTICLE, source }, { key: TOKEN })).status).toBe(status);
  });
});
