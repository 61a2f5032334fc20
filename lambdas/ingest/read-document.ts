/**
 * What a poll found becomes articles, and the source remembers it.
 *
 * The order of writes makes every repetition safe: articles first (each conditional), then the word to build the feeds,
 * and only then what we remember of the document. A crash before the end reads the same document again and finds
 * nothing left to do.
 */
import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Delivery } from '../platform/queue.ts';
import {
  type HostPauses,
  hostOf,
  isAskedFor,
  type PollRecord,
  type Publications,
  type Sources,
} from '../publications/index.ts';
import { closeGap } from './close-gap.ts';
import { completeArticle, withdrawAbsent } from './complete-article.ts';
import type { DocumentMessage, PollResult } from './messages.ts';
import { failed, succeeded } from './poll-records.ts';
import { readPage, readSource, type SourceDocument } from './read-source.ts';
import { isHubDue, moveOf } from './source-news.ts';
import { takeInDocument } from './take-in-document.ts';
import type { Place, TakeInDocumentDeps } from './taking-in.ts';

export interface ReadDeps extends TakeInDocumentDeps {
  publications: Pick<Publications, 'find'>;
  sources: Pick<Sources, 'find' | 'list' | 'revise' | 'recordPoll'>;
  hostPauses: Pick<HostPauses, 'pause'>;
  /** The intake bucket. */
  intake: Pick<Objects, 'get'>;
  now: () => Date;
}

type Body = Extract<PollResult, { kind: 'body' }>;

/** The queue gives a message three times; the last time is for saying so. */
const LAST_ATTEMPT = 3;
const NEVER_ENDED = 'Reading the document did not end, or failed three times; it may be too large or too deeply nested';

export async function readDocument(message: DocumentMessage, { receives }: Delivery, deps: ReadDeps): Promise<void> {
  const { pollId, publicationId, sourceId, purpose } = message;
  const [publication, source] = await Promise.all([
    deps.publications.find(publicationId),
    deps.sources.find(publicationId, sourceId),
  ]);
  if (!publication || !source) return log.info('A poll came back for a source that was removed', { sourceId });
  const place = { publication, source, receives, now: deps.now() };
  await pauseHost(message.result, place, deps);
  if (purpose === 'presence') return withdrawAbsent(message, place, deps);
  if (purpose === 'article') return readArticle(message, place, deps);
  const record =
    purpose === 'earlier' ? await earlierRecord(message, place, deps) : await pollRecord(message, place, deps);
  await deps.sources.recordPoll(publicationId, sourceId, {
    ...record,
    ...(isAwaited(message, source) ? { lastPollId: pollId } : {}),
  });
}

/** It is the host that is busy, so its other sources wait as well. */
async function pauseHost(result: PollResult, { source, now }: Place, { hostPauses }: ReadDeps): Promise<void> {
  if (result.kind !== 'failed' || !result.retryAfterSeconds) return;
  const { host = hostOf(source.url), retryAfterSeconds } = result;
  await hostPauses.pause(host, new Date(now.getTime() + retryAfterSeconds * 1000));
}

/** A hub's news are nobody's answer: they must not stand where an editor looks for the result of a poll. */
const isAwaited = ({ pollId, purpose }: DocumentMessage, { kind }: Source) =>
  isAskedFor(pollId) && (purpose === 'source' || (purpose === 'push' && (kind === 'push' || kind === 'editor')));

async function pollRecord(message: DocumentMessage, place: Place, deps: ReadDeps): Promise<PollRecord> {
  const { source, now } = place;
  const { purpose, result } = message;
  // Nothing is taken in, and the reason stays to be read, until an editor has decided.
  if (source.status === 'held') return {};
  if (result.kind === 'failed') return failed(source, result, now);
  const moved = purpose === 'source' ? await movedRecord(result.movedTo, place, deps) : {};
  if (result.kind === 'unchanged') {
    const { publicationId, id: sourceId, fetchState } = source;
    if (isHubDue(fetchState, now)) await deps.hubs.send({ publicationId, sourceId });
    return { ...succeeded(source, now), ...moved, ...validatorsIn(result), lastResult: 'Nothing new' };
  }
  return { ...moved, ...(await bodyRecord({ ...message, result }, place, deps)) };
}

async function bodyRecord(
  message: DocumentMessage & { result: Body },
  place: Place,
  deps: ReadDeps,
): Promise<PollRecord> {
  const { source, publication, now, receives } = place;
  if (receives >= LAST_ATTEMPT) return failed(source, { reason: NEVER_ENDED }, now);
  try {
    const { timeZone } = publication;
    const document = await readSource(await documentOf(message.result, deps), source, { timeZone, now });
    return await takeInDocument(document, message, place, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    return failed(source, { reason: error.message }, now);
  }
}

/** An older part that cannot be read leaves the gap as it is, and the source as healthy as it was. */
async function earlierRecord(message: DocumentMessage, place: Place, deps: ReadDeps): Promise<PollRecord> {
  const { result } = message;
  const { source, publication, now, receives } = place;
  if (source.status === 'held' || result.kind === 'unchanged') return {};
  const unclosed = (reason: string) => ({
    gap: `Articles may be missing; an older part of the source could not be read: ${reason}`,
  });
  if (result.kind === 'failed') return unclosed(result.reason);
  if (receives >= LAST_ATTEMPT) return unclosed(NEVER_ENDED);
  try {
    const { timeZone } = publication;
    const document = await readSource(await documentOf(result, deps), source, { timeZone, now });
    return await closeGap(document, message, place, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    return unclosed(error.message);
  }
}

/** A page that cannot be read is no fault of the source: the article stays as the source gave it. */
async function readArticle(message: DocumentMessage, place: Place, deps: ReadDeps): Promise<void> {
  const { result, articleId = '' } = message;
  const { publication, source, receives } = place;
  if (receives >= LAST_ATTEMPT) return log.warn('The page of an article could not be read', { articleId });
  if (result.kind !== 'body' || !source.fullText) return;
  const page = readPage(await documentOf(result, deps), publication);
  if (page) await completeArticle(articleId, page, place, deps);
}

async function documentOf(
  { key, contentType, finalUrl }: Body,
  { intake }: Pick<ReadDeps, 'intake'>,
): Promise<SourceDocument> {
  const stored = await intake.get(key);
  if (!stored) throw new RundbriefError('not-found', 'The document was no longer there when it was to be read');
  return { bytes: stored.body, contentType, url: finalUrl };
}

/** Adopts an address that a permanent redirect has led to for a week, unless another source has it. */
async function movedRecord(
  movedTo: string | undefined,
  { source, now }: Place,
  { sources }: ReadDeps,
): Promise<PollRecord> {
  const { record, adopt } = moveOf(source, movedTo, now);
  if (!adopt) return record;
  const others = await sources.list(source.publicationId);
  if (!others.some(({ id, url }) => url === adopt && id !== source.id)) {
    await sources.revise(source, { ...source, url: adopt });
    log.info('A source has moved for good', { sourceId: source.id });
  }
  return record;
}

function validatorsIn({ etag, lastModified }: Extract<PollResult, { kind: 'unchanged' }>): PollRecord {
  return etag || lastModified ? { etag, lastModified } : {};
}
