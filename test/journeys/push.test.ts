import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { acceptedAnswer, articleAnswer, keysAnswer, sourceAnswer } from '../../lambdas/console/answers.ts';
import { beginJourney, type Journey } from './local-run.ts';
import { applyPublication } from './steps.ts';

const PATIENCE = { timeoutMs: 20_000, firstPauseMs: 30 };
const listed = z.object({ articles: z.array(articleAnswer) });

describe('articles that a website sends by itself', () => {
  let journey: Journey;
  let keys: z.infer<typeof keysAnswer>;
  beforeAll(async () => {
    journey = await beginJourney();
    await applyPublication(journey, 'http://127.0.0.1:9/feed');
    const wish = { kind: 'push', title: 'Unser CMS' };
    const { id } = await journey.api.post('/publications/schule/sources', wish, sourceAnswer);
    keys = await journey.api.get(path`/publications/schule/sources/${id}/key`, keysAnswer);
  });
  afterAll(() => journey.end());

  const byKey = (body: unknown, key = keys.apiKey) =>
    fetch(keys.articlesUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const byWebhook = (body: string, { secret = keys.webhookSecret } = {}) => {
    const at = new Date();
    return fetch(keys.webhookUrl, {
      method: 'POST',
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
        'content-type': 'application/json',
      },
      body,
    });
  };
  /** The publication's articles once what was sent is read. */
  const articlesAfter = async (response: Response, { withdrawn = false } = {}) => {
    expect(response.status).toBe(202);
    const { pollId, source } = acceptedAnswer.parse(await response.json());
    const read = await until(async () => {
      const now = await journey.api.get(path`/publications/schule/sources/${source}`, sourceAnswer);
      return now.lastPollId === pollId ? now : undefined;
    }, PATIENCE);
    expect(read).toMatchObject({ failures: 0, lastError: null });
    return (await journey.api.get(`/publications/schule/articles?withdrawn=${withdrawn}`, listed)).articles;
  };

  const article = {
    id: 'wp-42',
    title: 'Förderung für „Übergänge“',
    url: 'https://schule.example/foerderung',
    html: '<p>Größere Städte bekommen mehr Geld.</p><script>alert(1)</script>',
    publishedAt: '2026-03-02T10:00:00+01:00',
  };

  it('come in with a key, once', async () => {
    const [first] = await articlesAfter(await byKey(article));
    expect(first).toMatchObject({
      title: 'Förderung für „Übergänge“',
      sourceTitle: 'Unser CMS',
      teaser: 'Größere Städte bekommen mehr Geld.',
      topics: ['foerderung'],
      publishedAt: '2026-03-02T09:00:00.000Z',
      isBaseline: false,
    });
    expect(await articlesAfter(await byKey(article))).toEqual([first]);
  });

  it('are changed by their id, and say so', async () => {
    const [changed, ...others] = await articlesAfter(await byKey({ ...article, title: 'Mehr Förderung' }));
    expect([changed?.title, changed?.correctedAt, others]).toEqual(['Mehr Förderung', expect.any(String), []]);
  });

  it('come in by a signed webhook, in the envelope of Standard Webhooks too', async () => {
    const event = { startsAt: '2027-03-20T18:00', place: 'Mercatorhalle, Duisburg' };
    const data = { id: 'wp-43', title: 'Ein Abend', markdown: 'Mit **Musik**.', event };
    const articles = await articlesAfter(await byWebhook(JSON.stringify({ type: 'article.published', data })));
    expect(articles.find(({ title }) => title === 'Ein Abend')).toMatchObject({
      teaser: 'Mit Musik.',
      event: { startsAt: '2027-03-20T17:00:00.000Z', place: 'Mercatorhalle, Duisburg', allDay: false },
    });
  });

  it('are taken back by their id', async () => {
    const left = await articlesAfter(await byKey({ id: 'wp-42', withdrawn: true }));
    expect(left.map(({ title }) => title)).toEqual(['Ein Abend']);
    const { articles } = await journey.api.get('/publications/schule/articles?withdrawn=true', listed);
    expect(articles).toEqual([expect.objectContaining({ title: 'Mehr Förderung', withdrawnAt: expect.any(String) })]);
  });

  it('stand in the feed', async () => {
    const feed = await until(async () => {
      const text = await (await fetch(`${journey.url}/feeds/schule/rss.xml`)).text();
      return text.includes('Ein Abend') && !text.includes('Mehr Förderung') ? text : undefined;
    }, PATIENCE);
    expect(feed).toContain('<strong>Musik</strong>');
  });

  it('come from nobody else', async () => {
    const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect((await byWebhook(JSON.stringify({ id: '1', title: 'x' }), { secret })).status).toBe(401);
    expect((await byKey({ id: '1', title: 'x' }, `rbp_schule.${keys.source}.${'A'.repeat(43)}`)).status).toBe(401);
    const elsewhere = await fetch(`${journey.url}/api/v1/publications`, {
      headers: { authorization: `Bearer ${keys.apiKey}` },
    });
    expect(elsewhere.status).toBe(401);
  });

  it('come in with new keys only, once these were asked for', async () => {
    const route = path`/publications/schule/sources/${keys.source}/key`;
    const renewed = await journey.api.post(route, undefined, keysAnswer);
    expect((await byKey({ id: '1', title: 'x' })).status).toBe(401);
    expect((await byKey({ id: '1', title: 'x' }, renewed.apiKey)).status).toBe(202);
  });
});
