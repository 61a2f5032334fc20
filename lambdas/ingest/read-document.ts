/**
 * What a poll found becomes articles, and the source remembers it.
 *
 * The order of writes makes every repetition safe: articles first (each conditional), then the word to build the feeds,
 * and only then what we remember of the document. A crash before the end reads the same document again and finds
 * nothing left to do.
 */
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Delivery, Outbox } from '../platform/queue.ts';
import { isAskedFor, type PollRecord, type Publications, type Sources } from '../publications/index.ts';
import type { ArticleKeeper } from './articles/articles.ts';
import { isFlood } from './articles/flood-brake.ts';
import { type Arrivals, sortArrivals, takeIn } from './articles/take-in-items.ts';
import { parseDocument } from './feeds/parse-document.ts';
import type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
import type { DocumentMessage, FeedsMessage, PollResult } from './messages.ts';
import { intervalFor, minutesLater, retryAt } from './poll-pace.ts';

export interface ReadDeps {
  publications: Pick<Publications, 'find'>;
  sources: Pick<Sources, 'find' | 'recordPoll'>;
  articles: ArticleKeeper;
  /** The intake bucket. */
  intake: Pick<Objects, 'get'>;
  feeds: Outbox<FeedsMessage>;
  now: () => Date;
  random: (count: number) => Uint8Array;
}

type Failed = Omit<Extract<PollResult, { kind: 'failed' }>, 'kind'>;
type Body = Extract<PollResult, { kind: 'body' }>;

/** The queue gives a message three times; the last time is for saying so. */
const LAST_ATTEMPT = 3;
/** So that one document is read within the function's time; a feed of more is an archive. */
const MAX_ITEMS = 1000;

export async function readDocument(
  { pollId, publicationId, sourceId, result }: DocumentMessage,
  { receives }: Delivery,
  deps: ReadDeps,
): Promise<void> {
  const [publication, source] = await Promise.all([
    deps.publications.find(publicationId),
    deps.sources.find(publicationId, sourceId),
  ]);
  if (!publication || !source) return log.info('A poll came back for a source that was removed', { sourceId });
  const poll = await pollRecord(result, { publication, source }, receives, deps);
  await deps.sources.recordPoll(publicationId, sourceId, {
    ...poll,
    ...(isAskedFor(pollId) ? { lastPollId: pollId } : {}),
  });
}

interface Place {
  publication: Publication;
  source: Source;
}

async function pollRecord(result: PollResult, place: Place, receives: number, deps: ReadDeps): Promise<PollRecord> {
  const { source } = place;
  const now = deps.now();
  // Nothing is taken in, and the reason stays to be read, until an editor has decided.
  if (source.status === 'held') return {};
  if (result.kind === 'failed') return failed(source, result, now);
  if (result.kind === 'unchanged')
    return { ...succeeded(source, now), ...validatorsIn(result), lastResult: 'Nothing new' };
  if (receives >= LAST_ATTEMPT) {
    return failed(
      source,
      { reason: 'Reading the document did not end, or failed three times; it may be too large or too deeply nested' },
      now,
    );
  }
  try {
    return await takeInDocument(await documentOf(result, place, deps), result, { ...place, now, receives }, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    return failed(source, { reason: error.message }, now);
  }
}

async function documentOf(
  { key, contentType, finalUrl }: Body,
  { publication }: Place,
  { intake }: ReadDeps,
): Promise<ParsedDocument> {
  const stored = await intake.get(key);
  if (!stored) throw new RundbriefError('not-found', 'The document was no longer there when it was to be read');
  return parseDocument(stored.body, { contentType, url: finalUrl, timeZone: publication.timeZone });
}

async function takeInDocument(
  { items, ...document }: ParsedDocument,
  body: Body,
  { publication, source, now, receives }: Place & { now: Date; receives: number },
  { articles, feeds, random }: ReadDeps,
): Promise<PollRecord> {
  const read = newest(items);
  const arrivals = await sortArrivals({ ...document, items: read }, source, articles);
  const fresh = arrivals.fresh.map(({ item }) => item);
  if (isFlood(fresh, read.length, source)) return held(fresh.length, read.length);
  const language = document.language ?? publication.language;
  const { added, changed } = await takeIn(arrivals, { publication, source, language }, { articles, now, random });
  // An earlier attempt may have stored articles and ended before it could say so.
  if (added + changed > 0 || receives > 1) await feeds.send({ publicationId: publication.id });
  const intervalMinutes = intervalFor(items, now);
  const isNewPace = intervalMinutes !== source.intervalMinutes;
  return {
    ...succeeded(source, now),
    etag: body.etag,
    lastModified: body.lastModified,
    contentHash: body.contentHash,
    lastItemCount: read.length,
    lastResult: resultWords(arrivals, { added, changed, left: items.length - read.length }, source),
    ...(added > 0 ? { lastNewAt: now } : {}),
    ...(source.fetchState.baselineAt ? {} : { baselineAt: now }),
    ...(isNewPace ? { intervalMinutes, nextRunAt: minutesLater(now, intervalMinutes) } : {}),
  };
}

function newest(items: ParsedItem[]): ParsedItem[] {
  if (items.length <= MAX_ITEMS) return items;
  const time = ({ publishedAt }: ParsedItem) => publishedAt?.getTime() ?? 0;
  return items.toSorted((one, other) => time(other) - time(one)).slice(0, MAX_ITEMS);
}

/** After failures the next poll was put off: now it comes in the usual rhythm again. */
function succeeded({ fetchState, intervalMinutes }: Source, now: Date): PollRecord {
  return {
    failures: 0,
    lastError: undefined,
    lastSucceededAt: now,
    ...(fetchState.failures > 0 ? { nextRunAt: minutesLater(now, intervalMinutes) } : {}),
  };
}

function validatorsIn({ etag, lastModified }: Extract<PollResult, { kind: 'unchanged' }>): PollRecord {
  return etag || lastModified ? { etag, lastModified } : {};
}

/** Validators and everything else we know stay as they are: the next success goes on from there. */
function failed(source: Source, { reason, permanent, retryAfterSeconds }: Failed, now: Date): PollRecord {
  const failures = source.fetchState.failures + 1;
  const record = { failures, lastError: reason };
  if (permanent === 'gone') return { ...record, status: 'stopped' };
  return {
    ...record,
    nextRunAt: retryAt({ failures, intervalMinutes: source.intervalMinutes, retryAfterSeconds }, now),
  };
}

/**
 * What is forgotten here decides what happens when an editor starts the source again: the document is read once more, as
 * a first poll, so it fills the archive and mails nothing.
 */
function held(fresh: number, total: number): PollRecord {
  const reason = `${fresh} of ${total} articles suddenly look new. The source is held: start it again to take them into the archive without mailing them`;
  return {
    status: 'held',
    lastError: reason,
    lastResult: `Held: ${fresh} of ${total} articles look new`,
    ...{
      baselineAt: undefined,
      lastItemCount: undefined,
      etag: undefined,
      lastModified: undefined,
      contentHash: undefined,
    },
  };
}

function resultWords(
  { fresh, known }: Arrivals,
  { added, changed, left }: { added: number; changed: number; left: number },
  { fetchState }: Source,
): string {
  const total = fresh.length + known.length;
  if (total === 0) return 'The feed is empty';
  const rest = left > 0 ? `; ${left} older ones left out` : '';
  if (!fetchState.baselineAt) return `${added} taken into the archive${rest}`;
  const words = [`${added} new`, ...(changed > 0 ? [`${changed} changed`] : []), `${total - added - changed} known`];
  return words.join(', ') + rest;
}
