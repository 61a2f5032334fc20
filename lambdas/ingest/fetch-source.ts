import { contentHash, type Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import type { PollMessage } from '../publications/index.ts';
import type { FetchDocument, Validators } from './fetching/fetch-document.ts';
import { FetchFailure } from './fetching/fetch-failure.ts';
import type { Robots } from './fetching/robots.ts';
import type { DocumentMessage, PollResult } from './messages.ts';

export interface FetchDeps {
  fetchDocument: FetchDocument;
  robots: Robots;
  /** The intake bucket. */
  intake: Pick<Objects, 'put'>;
  documents: Outbox<DocumentMessage>;
}

/**
 * Polls one source once. What it finds goes on as a message, a document by way of the intake bucket. A failure of the
 * source is a result like any other, so that its next poll and its editors know of it.
 *
 * Repeating a poll is harmless: the same key, the same message.
 */
export async function fetchSource(poll: PollMessage, deps: FetchDeps): Promise<void> {
  const result = await ask(poll, deps);
  // Other validators for the same bytes are news: with the old ones the whole document would come each time.
  const isNews = result.kind !== 'unchanged' || result.etag || result.lastModified;
  if (!isNews && !poll.reportAlways) return;
  const { pollId, publicationId, sourceId, purpose, articleId, depth } = poll;
  await deps.documents.send({ pollId, publicationId, sourceId, purpose, articleId, depth, result });
}

async function ask(poll: PollMessage, { fetchDocument, robots, intake }: FetchDeps): Promise<PollResult> {
  const known = poll.purpose === 'source' ? poll : NOTHING_KNOWN;
  try {
    const found = await fetchDocument(poll.url, {
      etag: known.etag,
      lastModified: known.lastModified,
      subscribers: poll.subscribers,
      ...(isPage(poll) ? { mayAsk: robots.mayAsk } : {}),
    });
    if (found.kind === 'unchanged') return found;
    // It is there, and nobody wants to read it.
    if (poll.purpose === 'presence') return { kind: 'unchanged' };
    const { body, links: _, ...rest } = found;
    const hash = contentHash(body);
    if (hash === known.contentHash) {
      const { movedTo } = found;
      return { kind: 'unchanged', ...newValidators(found, known), ...(movedTo ? { movedTo } : {}) };
    }
    const key = intakeKey(poll);
    await intake.put(key, body, { contentType: 'application/octet-stream' });
    return { ...rest, key, contentHash: hash };
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    const { message: reason, permanent, retryAfterSeconds, host, isAbsent } = error;
    return { kind: 'failed', reason, permanent, retryAfterSeconds, host, ...(isAbsent ? { isAbsent } : {}) };
  }
}

/** Feeds are made for readers like us; pages are for people, and robots.txt says what others may do there. */
const isPage = ({ kind, purpose }: PollMessage) =>
  kind === 'page' || kind === 'sitemap' || purpose === 'article' || purpose === 'presence';

/** What the source remembers is of its own document, not of an article's page or of its earlier parts. */
const NOTHING_KNOWN: Pick<PollMessage, 'etag' | 'lastModified' | 'contentHash'> = {};

const intakeKey = ({ publicationId, sourceId, pollId, articleId, depth }: PollMessage) =>
  `raw/${publicationId}/${sourceId}/${[pollId, articleId, depth].filter(Boolean).join('-')}`;

function newValidators(found: Validators, { etag, lastModified }: Validators): Validators {
  const isSame = found.etag === etag && found.lastModified === lastModified;
  return isSame ? {} : { etag: found.etag, lastModified: found.lastModified };
}
