import { describe, expect, it } from 'vitest';
import { fetchSource } from '../../lambdas/ingest/fetch-source.ts';
import type { Asking, FetchedDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import { FetchFailure } from '../../lambdas/ingest/fetching/fetch-failure.ts';
import { type DocumentMessage, documentMessage } from '../../lambdas/ingest/index.ts';
import { contentHash, objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import type { PollMessage } from '../../lambdas/publications/index.ts';

const BODY = Buffer.from('<rss/>');
const POLL = {
  kind: 'feed' as const,
  purpose: 'source' as const,
  pollId: 'poll-1',
  publicationId: 'night-desk',
  sourceId: 'front',
  url: 'https://example.org/feed',
  reportAlways: false,
};
const FOUND: FetchedDocument = {
  kind: 'body',
  body: BODY,
  contentType: 'text/xml',
  finalUrl: 'https://example.org/feed',
  etag: '"1"',
};

async function polled(found: FetchedDocument | Error, changes: Partial<PollMessage> = {}, mayAsk = async () => {}) {
  const intake = objectsInMemory();
  const documents = outboxInMemory<DocumentMessage>();
  const askings: Asking[] = [];
  const fetchDocument = async (url: string, asking: Asking) => {
    askings.push(asking);
    await asking.mayAsk?.(new URL(url), new AbortController().signal);
    if (found instanceof Error) throw found;
    return found;
  };
  const robots = { mayAsk };
  await fetchSource({ ...POLL, ...changes }, { fetchDocument, robots, intake, documents });
  for (const message of documents.sent) expect(documentMessage.parse(JSON.parse(JSON.stringify(message)))).toBeTruthy();
  return { intake, askings, results: documents.sent.map(({ result }) => result) };
}

describe('a poll', () => {
  it('puts a document into the intake bucket and sends its key', async () => {
    const { intake, results } = await polled(FOUND);
    const key = 'raw/night-desk/front/poll-1';
    expect(intake.stored.get(key)?.body).toEqual(BODY);
    expect(results).toEqual([
      {
        kind: 'body',
        key,
        contentType: 'text/xml',
        contentHash: contentHash(BODY),
        finalUrl: 'https://example.org/feed',
        etag: '"1"',
      },
    ]);
  });

  it.each([
    { when: 'the server says 304', found: { kind: 'unchanged' } as const, changes: {} },
    { when: 'the bytes are the same', found: FOUND, changes: { contentHash: contentHash(BODY), etag: '"1"' } },
  ])('ends without a word when $when, unless someone waits for it', async ({ found, changes }) => {
    const quiet = await polled(found, changes);
    expect(quiet.results).toEqual([]);
    expect(quiet.intake.puts).toBe(0);
    const asked = await polled(found, { ...changes, reportAlways: true });
    expect(asked.results).toEqual([{ kind: 'unchanged' }]);
  });

  it('passes on other validators for the same bytes', async () => {
    const { results } = await polled(FOUND, { contentHash: contentHash(BODY), etag: '"0"' });
    expect(results).toEqual([{ kind: 'unchanged', etag: '"1"', lastModified: undefined }]);
  });

  it('passes on what the answer said of the document, and where it moved', async () => {
    const said = { movedTo: 'https://new.example/feed', freshSeconds: 600, hub: 'https://hub.example/' };
    const { results } = await polled({ ...FOUND, ...said, links: '<https://hub.example/>; rel=hub' });
    expect(results).toMatchObject([said]);
    expect(results[0]).not.toHaveProperty('links');
    const moved = { movedTo: said.movedTo };
    const same = await polled({ ...FOUND, ...moved }, { contentHash: contentHash(BODY), etag: '"0"' });
    expect(same.results).toMatchObject([{ kind: 'unchanged', ...moved }]);
    const unchanged = await polled({ kind: 'unchanged', ...moved }, { reportAlways: true });
    expect(unchanged.results).toEqual([{ kind: 'unchanged', ...moved }]);
  });

  it.each([
    { purpose: 'article' as const, articleId: 'a1' },
    { purpose: 'earlier' as const, depth: 2 },
  ])(
    'of a document that is not the source itself ($purpose) is unconditional, and reported in a place of its own',
    async (other) => {
      const known = { etag: '"1"', lastModified: 'yesterday', contentHash: contentHash(BODY) };
      const { results, askings, intake } = await polled(FOUND, { ...known, ...other });
      expect(askings[0]).toMatchObject({ etag: undefined, lastModified: undefined });
      expect(results).toMatchObject([{ kind: 'body' }]);
      expect([...intake.stored.keys()]).toEqual([`raw/night-desk/front/poll-1-${other.articleId ?? other.depth}`]);
    },
  );

  it.each<{ asks: boolean } & Partial<PollMessage>>([
    { kind: 'page', asks: true },
    { kind: 'sitemap', asks: true },
    { kind: 'feed', purpose: 'article', asks: true },
    { kind: 'feed', asks: false },
    { kind: 'wordpress', asks: false },
    { kind: 'calendar', asks: false },
  ])('of a $kind ($purpose) heeds robots.txt: $asks', async ({ asks, ...poll }) => {
    const refusing = () => Promise.reject(new FetchFailure('Not for robots'));
    const { results, intake } = await polled(FOUND, poll, refusing);
    expect(results).toMatchObject([asks ? { kind: 'failed', reason: 'Not for robots' } : { kind: 'body' }]);
    expect(intake.puts).toBe(asks ? 0 : 1);
  });

  it('sends a failure of the source as its result', async () => {
    const { results } = await polled(new FetchFailure('Gone', { permanent: 'gone' }));
    expect(results).toEqual([{ kind: 'failed', reason: 'Gone', permanent: 'gone' }]);
    const busy = await polled(new FetchFailure('Busy', { status: 503, host: 'cdn.example', retryAfterSeconds: 60 }));
    expect(busy.results).toEqual([{ kind: 'failed', reason: 'Busy', host: 'cdn.example', retryAfterSeconds: 60 }]);
  });

  it('leaves a failure of our own to the queue', async () => {
    await expect(polled(new Error('no bucket'))).rejects.toThrow('no bucket');
  });
});
