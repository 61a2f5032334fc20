import { randomUUID } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';
import { contentHash, type Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import type { DocumentMessage } from './messages.ts';
import type { PushedArticle } from './pushes/pushed-articles.ts';

export interface AcceptDeps {
  /** The intake bucket. */
  intake: Pick<Objects, 'put'>;
  documents: Outbox<DocumentMessage>;
  newId?: () => string;
}

/**
 * Takes articles that were sent to us: they go the way of any other source's document, by the intake bucket and the queue
 * of documents. The same articles again change nothing.
 *
 * @returns the id that the source's `lastPollId` will show once they are read
 * @throws RundbriefError `conflict` when the source takes nothing, and they would be lost
 */
export async function acceptArticles(
  { source, articles }: { source: Source; articles: PushedArticle[] },
  { intake, documents, newId = randomUUID }: AcceptDeps,
): Promise<{ pollId: string; accepted: number }> {
  const { publicationId, id: sourceId, kind, status, url } = source;
  if (kind !== 'push' && kind !== 'editor') {
    throw new RundbriefError(
      'invalid',
      `The source "${sourceId}" is of the kind ${kind}: we ask it, nobody sends to it`,
    );
  }
  if (status !== 'active') {
    throw new RundbriefError('conflict', `The source "${sourceId}" is ${status}: an editor must start it again first`);
  }
  const pollId = newId();
  const body = JSON.stringify({ articles });
  const key = `raw/${publicationId}/${sourceId}/${pollId}`;
  await intake.put(key, body, { contentType: 'application/json' });
  await documents.send({
    pollId,
    publicationId,
    sourceId,
    purpose: 'push',
    result: { kind: 'body', key, contentType: 'application/json', contentHash: contentHash(body), finalUrl: url },
  });
  return { pollId, accepted: articles.length };
}
