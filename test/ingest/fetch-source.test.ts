import { describe, expect, it } from 'vitest';
import { fetchSource } from '../../lambdas/ingest/fetch-source.ts';
import type { FetchedDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import { FetchFailure } from '../../lambdas/ingest/fetching/fetch-failure.ts';
import { type DocumentMessage, documentMessage } from '../../lambdas/ingest/index.ts';
import { contentHash, objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';

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

async function polled(
  found: FetchedDocument | Error,
  changes: Partial<typeof POLL & { contentHash: string; etag: string }> = {},
) {
  const intake = objectsInMemory();
  const documents = outboxInMemory<DocumentMessage>();
  const fetchDocument = async () => {
    if (found instanceof Error) throw found;
    return found;
  };
  await fetchSource({ ...POLL, ...changes }, { fetchDocument, intake, documents });
  for (const message of documents.sent) expect(documentMessage.parse(JSON.parse(JSON.stringify(message)))).toBeTruthy();
  return { intake, results: documents.sent.map(({ result }) => result) };
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

  it('sends a failure of the source as its result', async () => {
    const { results } = await polled(new FetchFailure('Gone', { permanent: 'gone' }));
    expect(results).toEqual([{ kind: 'failed', reason: 'Gone', permanent: 'gone', retryAfterSeconds: undefined }]);
  });

  it('leaves a failure of our own to the queue', async () => {
    await expect(polled(new Error('no bucket'))).rejects.toThrow('no bucket');
  });
});
