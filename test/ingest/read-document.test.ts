import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { articlesTable } from '../../lambdas/ingest/index.ts';
import { readDocument } from '../../lambdas/ingest/read-document.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { newsroom, numbered, SOURCE } from './newsroom.ts';
import { at } from './samples.ts';

describe('a first poll', () => {
  it('is the baseline: it fills the archive, is no news, and the source remembers it', async () => {
    const room = newsroom();
    await room.poll(numbered(3));
    expect((await room.all()).map(({ title, isBaseline }) => ({ title, isBaseline }))).toHaveLength(3);
    expect((await room.all()).every(({ isBaseline }) => isBaseline)).toBe(true);
    expect(room.feeds.sent).toEqual([{ publicationId: 'night-desk' }]);
    expect((await room.source()).fetchState).toMatchObject({
      baselineAt: at('2026-03-02T08:00:00Z'),
      lastSucceededAt: at('2026-03-02T08:00:00Z'),
      lastResult: '3 taken into the archive',
      lastPollId: 'poll-1',
      lastItemCount: 3,
      etag: '"1"',
      failures: 0,
    });
  });

  it('of an empty feed counts too: what comes next is news', async () => {
    const room = newsroom();
    await room.poll([]);
    await room.poll(numbered(1));
    expect((await room.all()).map(({ isBaseline }) => isBaseline)).toEqual([false]);
    expect((await room.source()).fetchState.lastResult).toBe('1 new, 0 known');
  });
});

describe('a very long feed', () => {
  it('is read as far as its thousand newest articles, and says so', async () => {
    const room = newsroom();
    const items = numbered(1010).map((item, index) => ({
      ...item,
      date: new Date(Date.UTC(2025, 0, 1, index)).toISOString(),
    }));
    await room.poll(items);
    const titles = (await room.all()).map(({ title }) => title);
    expect(titles).toHaveLength(1000);
    expect(titles).toContain('Article 1010');
    expect((await room.source()).fetchState.lastResult).toBe('1000 taken into the archive; 10 older ones left out');
  });
});

describe('an article', () => {
  it('carries what its publisher said, the topics of its words and of its source', async () => {
    const room = newsroom({ sources: [{ ...SOURCE, topics: ['sport'] }] });
    await room.poll([{ ...numbered(1)[0], title: 'Bürger fragen', text: 'The &lt;b&gt;council&lt;/b&gt; answers' }]);
    expect((await room.all())[0]).toMatchObject({
      sourceId: 'front',
      guid: 'urn:1',
      url: 'https://example.org/1',
      title: 'Bürger fragen',
      teaser: 'The council answers',
      html: 'The <b>council</b> answers',
      topics: ['sport', 'town'],
      publishedAt: at('2026-02-02T10:00:00Z'),
      ingestedAt: at('2026-03-02T08:00:00Z'),
      language: 'en',
    });
  });

  it('has a topic by whole words only', async () => {
    const room = newsroom();
    await room.poll([{ ...numbered(1)[0], title: 'Bürgermeister', text: 'councils' }]);
    expect((await room.all())[0]?.topics).toEqual([]);
  });

  it.each([
    { without: 'a title', item: { guid: 'urn:1', text: 'Only a text' }, title: 'Only a text' },
    { without: 'a title and a text', item: { link: 'https://example.org/1' }, title: 'https://example.org/1' },
  ])('without $without still has one', async ({ item, title }) => {
    const room = newsroom();
    await room.poll([item]);
    expect((await room.all())[0]?.title).toBe(title);
  });

  it('without a date, or with one in the future, was published when we first saw it', async () => {
    const room = newsroom();
    await room.poll([
      { ...numbered(1)[0], date: undefined },
      { ...numbered(1, 2)[0], date: '2030-01-01T00:00:00Z' },
    ]);
    for (const { publishedAt } of await room.all()) expect(publishedAt).toEqual(at('2026-03-02T08:00:00Z'));
  });
});

describe('a known source', () => {
  it.each([
    { fresh: 6, of: 12, held: false },
    { fresh: 7, of: 12, held: true },
    { fresh: 12, of: 12, held: true },
  ])('of whose $of articles $fresh look new and old at once: held $held', async ({ fresh, of, held }) => {
    const room = newsroom();
    await room.poll(numbered(of));
    const moved = numbered(fresh, 1000).map((item, index) => ({ ...item, title: `Moved ${index}` }));
    await room.poll([...moved, ...numbered(of - fresh)]);
    expect((await room.source()).status).toBe(held ? 'held' : 'active');
    expect(await room.all()).toHaveLength(held ? of : of + fresh);
  });

  it('of fewer than ten articles is never held', async () => {
    const room = newsroom();
    await room.poll(numbered(9));
    await room.poll(numbered(9, 100));
    expect((await room.source()).status).toBe('active');
  });

  it('with a busy day is not held: its new articles are dated after the last poll', async () => {
    const room = newsroom();
    await room.poll(numbered(10));
    room.later(24);
    await room.poll(numbered(10, 100).map((item) => ({ ...item, date: '2026-03-02T20:00:00Z' })));
    expect((await room.all()).filter(({ isBaseline }) => !isBaseline)).toHaveLength(10);
  });

  it('with an import stamped today is held all the same', async () => {
    const room = newsroom();
    await room.poll(numbered(30));
    room.later(24);
    await room.poll(numbered(30, 100).map((item) => ({ ...item, date: '2026-03-02T20:00:00Z' })));
    expect((await room.source()).status).toBe('held');
  });

  it('that is held says why, takes nothing in, and once started again fills the archive without news', async () => {
    const room = newsroom();
    await room.poll(numbered(12));
    await room.poll(numbered(12, 100));
    const { status, fetchState } = await room.source();
    expect(status).toBe('held');
    expect(fetchState.lastError).toMatch(/^12 of 12 articles suddenly look new\. The source is held/);
    expect(fetchState.contentHash).toBeUndefined();
    await room.poll(numbered(12, 100));
    expect(await room.all()).toHaveLength(12);
    expect((await room.source()).fetchState).toMatchObject({ lastError: fetchState.lastError, lastPollId: 'poll-3' });
    await room.sources.recordPoll('night-desk', 'front', { status: 'active' });
    await room.poll(numbered(12, 100));
    const all = await room.all();
    expect(all).toHaveLength(24);
    expect(all.every(({ isBaseline }) => isBaseline)).toBe(true);
  });
});

describe('a poll that brought nothing', () => {
  it('leaves its reason, keeps the validators and comes back later and later', async () => {
    const room = newsroom();
    await room.poll(numbered(1));
    const { etag, contentHash: hash } = (await room.source()).fetchState;
    const waits: number[] = [];
    const { intervalMinutes } = await room.source();
    for (let failure = 1; failure <= 12; failure += 1) {
      await room.report({ kind: 'failed', reason: 'The server refuses connections' });
      const { nextRunAt } = await room.source();
      waits.push(((nextRunAt?.getTime() ?? 0) - room.deps.now().getTime()) / 60_000);
    }
    expect(waits.slice(0, 3)).toEqual([1, 2, 4].map((factor) => Math.min(1440, factor * intervalMinutes)));
    expect(Math.max(...waits)).toBe(24 * 60);
    expect((await room.source()).fetchState).toMatchObject({
      failures: 12,
      lastError: 'The server refuses connections',
      etag,
      contentHash: hash,
    });
    await room.report({ kind: 'unchanged' });
    expect((await room.source()).fetchState).toMatchObject({ failures: 0, lastResult: 'Nothing new', etag });
    expect((await room.source()).fetchState.lastError).toBeUndefined();
  });

  it('waits as long as the server asks', async () => {
    const room = newsroom();
    await room.report({ kind: 'failed', reason: 'Later', retryAfterSeconds: 6 * 3600 });
    expect((await room.source()).nextRunAt).toEqual(at('2026-03-02T14:00:00Z'));
    expect(room.hostPauses.held).toEqual(new Map([['example.org', at('2026-03-02T14:00:00Z')]]));
  });

  it('leaves alone the host that answered, not the one that sent us there', async () => {
    const room = newsroom();
    await room.report({ kind: 'failed', reason: 'Later', retryAfterSeconds: 60, host: 'cdn.example' });
    await room.report({ kind: 'failed', reason: 'Broken', host: 'example.org' });
    expect([...room.hostPauses.held.keys()]).toEqual(['cdn.example']);
  });

  it('for good stops the source', async () => {
    const room = newsroom();
    await room.report({ kind: 'failed', reason: 'Gone', permanent: 'gone' });
    expect(await room.source()).toMatchObject({ status: 'stopped', fetchState: { lastError: 'Gone' } });
    expect((await room.source()).nextRunAt).toBeUndefined();
  });

  it('because of a web page instead of a feed says so', async () => {
    const room = newsroom();
    await room.poll('<!doctype html><html></html>');
    expect((await room.source()).fetchState).toMatchObject({
      failures: 1,
      lastError: 'The page is not a feed: it looks like a web page (HTML)',
    });
    expect((await room.source()).fetchState.baselineAt).toBeUndefined();
  });

  it('with new validators for the same bytes keeps those', async () => {
    const room = newsroom();
    await room.poll(numbered(1));
    await room.report({ kind: 'unchanged', etag: '"new"' });
    expect((await room.source()).fetchState.etag).toBe('"new"');
  });

  it('of a source that was removed meanwhile ends quietly', async () => {
    const room = newsroom({ sources: [] });
    await room.poll(numbered(1));
    expect(await room.all()).toEqual([]);
  });

  it('three times because reading it did not end says so at last', async () => {
    const room = newsroom();
    await readDocument(await room.bring(numbered(1)), { receives: 3 }, room.deps);
    expect((await room.source()).fetchState.lastError).toMatch(/^Reading the document did not end/);
    expect(await room.all()).toEqual([]);
  });
});

describe('a source is asked', () => {
  it.each([
    { publishing: 'every hour', hours: 1, minutes: 5 },
    { publishing: 'every day', hours: 24, minutes: 127 },
    { publishing: 'every month', hours: 720, minutes: 1440 },
  ])('every $minutes minutes when it publishes $publishing', async ({ hours, minutes }) => {
    const room = newsroom();
    const now = room.deps.now().getTime();
    const dates = Array.from({ length: 10 }, (_, index) =>
      new Date(now - (index + 0.6) * hours * 3_600_000).toISOString(),
    );
    await room.poll(numbered(10).map((item, index) => ({ ...item, date: dates[index] })));
    const { intervalMinutes, nextRunAt } = await room.source();
    expect(Math.abs(intervalMinutes - minutes)).toBeLessThanOrEqual(15);
    expect(nextRunAt).toEqual(new Date(now + intervalMinutes * 60_000));
  });
});

describe('whatever is repeated or cut short', () => {
  let tables: TestDatabase;
  beforeAll(async () => {
    tables = await testDatabase({ name: 'published', projection: 'KEYS_ONLY' });
  });
  afterAll(() => tables.stop());
  const inDynamo = async () => articlesTable(tables.dynamo, await tables.newTable(), objectsInMemory());

  it('the same message twice changes nothing', async () => {
    const room = newsroom({ articles: await inDynamo() });
    const message = await room.bring(numbered(5));
    await readDocument(message, { receives: 1 }, room.deps);
    const [articles, source] = [await room.all(), await room.source()];
    await readDocument(message, { receives: 1 }, room.deps);
    expect(await room.all()).toEqual(articles);
    expect((await room.source()).fetchState.baselineAt).toEqual(source.fetchState.baselineAt);
    expect(room.feeds.sent).toHaveLength(1);
  });

  it('two polls at once end in the same articles', async () => {
    const room = newsroom({ articles: await inDynamo() });
    const messages = [await room.bring(numbered(20)), await room.bring([...numbered(20)].reverse())];
    await Promise.all(messages.map((message) => readDocument(message, { receives: 1 }, room.deps)));
    expect(await room.all()).toHaveLength(20);
  });

  it('feeds are built although the first delivery ended before it could say so', async () => {
    const room = newsroom();
    const message = await room.bring(numbered(3));
    const mute = { ...room.feeds, send: () => Promise.reject(new Error('no queue')) };
    await expect(readDocument(message, { receives: 1 }, { ...room.deps, feeds: mute })).rejects.toThrow('no queue');
    await readDocument(message, { receives: 2 }, room.deps);
    expect(room.feeds.sent).toEqual([{ publicationId: 'night-desk' }]);
  });

  it('a crash after any write is mended by the next delivery', async () => {
    for (let crashAfter = 1; crashAfter <= 14; crashAfter += 1) {
      const articles = await inDynamo();
      const room = newsroom({ articles });
      const message = await room.bring(numbered(3));
      let writes = 0;
      const crashing =
        <Arguments extends unknown[], Result>(write: (...args: Arguments) => Promise<Result>) =>
        async (...args: Arguments) => {
          writes += 1;
          if (writes > crashAfter) throw new Error('crash');
          return write(...args);
        };
      const broken = { ...articles, claim: crashing(articles.claim), add: crashing(articles.add) };
      await readDocument(message, { receives: 1 }, { ...room.deps, articles: broken }).catch(() => undefined);
      room.later(crashAfter % 2 ? 0.2 : 5);
      await readDocument(message, { receives: 2 }, room.deps);
      const all = await room.all();
      expect(all.map(({ title }) => title).sort()).toEqual(['Article 1', 'Article 2', 'Article 3']);
      // What comes in late must not hide behind the digests' watermark.
      const late = await articles.ingestedBetween('night-desk', {
        after: new Date(room.deps.now().getTime() - 3_600_000),
        until: room.deps.now(),
        limit: 10,
      });
      for (const article of all) {
        const isOnTime = article.ingestedAt < room.deps.now();
        expect(isOnTime || late.some(({ id }) => id === article.id)).toBe(true);
      }
      expect(room.feeds.sent.length).toBeGreaterThan(0);
    }
  });
});
