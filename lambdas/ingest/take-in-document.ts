import type { Outbox } from '../platform/queue.ts';
import { isPolled, type PollMessage, type PollRecord } from '../publications/index.ts';
import { isFlood } from './articles/flood-brake.ts';
import { type Arrivals, sortArrivals, type TakenIn, takeIn } from './articles/take-in-items.ts';
import { askForFeeds } from './ask-for-feeds.ts';
import { errand } from './errands.ts';
import { earlierPart, gapWords, isGap, isGapForgotten, NO_GAP } from './gap.ts';
import type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
import type { DocumentMessage, PollResult } from './messages.ts';
import { intervalFor, minutesLater } from './poll-pace.ts';
import { held, resultWords, succeeded } from './poll-records.ts';
import { hubOf } from './source-news.ts';
import { takeBack } from './take-back.ts';
import type { Place, TakeInDocumentDeps } from './taking-in.ts';

type Body = Extract<PollResult, { kind: 'body' }>;

/** So that one document is read within the function's time; a feed of more is an archive. */
const MAX_ITEMS = 1000;
/** Whose pages are read for their full text; of a first poll's archive only the newest. */
const MAX_PAGES = 50;
const MAX_BASELINE_PAGES = 10;

export async function takeInDocument(
  document: ParsedDocument,
  { pollId, purpose, result }: Pick<DocumentMessage, 'pollId' | 'purpose'> & { result: Body },
  place: Place,
  deps: TakeInDocumentDeps,
): Promise<PollRecord> {
  const { source, now } = place;
  const read = { ...document, items: newest(document.items) };
  const arrivals = await sortArrivals(read, source, deps.articles);
  const fresh = arrivals.fresh.map(({ item }) => item);
  if (isFlood(fresh, read.items.length, source, now)) return held(fresh.length, read.items.length);
  // A hub or a client sends what is new; only a document that was asked for shows what is no longer there.
  const isWhole = purpose === 'source';
  const taken = await write(arrivals, read, place, deps);
  const withdrawn = await takeBack(read, arrivals, { added: taken.added, isWhole }, { ...place, pollId }, deps);
  await announce([...taken.changed.map(({ id }) => id), ...withdrawn], taken, place, deps);
  await askForPages(taken, { ...place, pollId }, deps);
  const count = {
    total: arrivals.fresh.length + arrivals.known.length,
    added: taken.added.length,
    changed: taken.changed.length,
    withdrawn: withdrawn.length,
    leftOutByRules: taken.leftOutByRules,
    tooOld: document.items.length - read.items.length,
  };
  return {
    ...succeeded(source, now),
    lastResult: resultWords(count, source),
    ...(count.added > 0 ? { lastNewAt: now } : {}),
    ...(purpose === 'push' && isPolled(source.kind) ? { hubToldAt: now } : {}),
    ...(source.fetchState.baselineAt ? {} : { baselineAt: now }),
    ...(isWhole ? await wholeRecord(read, arrivals, result, { ...place, pollId }, deps) : {}),
  };
}

/** What only a document tells that was asked for: validators, pace, hub, gap. */
async function wholeRecord(
  { items, ...document }: ParsedDocument,
  arrivals: Arrivals,
  { etag, lastModified, contentHash, freshSeconds, hub, hubTopic }: Body,
  place: Place & { pollId: string },
  { hubs, polls }: TakeInDocumentDeps,
): Promise<PollRecord> {
  const { source, now } = place;
  const { publicationId, id: sourceId } = source;
  const announced = hubOf(source, { hub, hubTopic }, document, now);
  if (announced.isToBeAsked) await hubs.send({ publicationId, sourceId });
  const intervalMinutes = intervalFor(items, now, { ttlMinutes: document.ttlMinutes, freshSeconds });
  const isNewPace = intervalMinutes !== source.intervalMinutes;
  return {
    etag,
    lastModified,
    contentHash,
    lastItemCount: items.length,
    newestItemAt: newestOf(items, place),
    ...announced.record,
    ...(isNewPace ? { intervalMinutes, nextRunAt: minutesLater(now, intervalMinutes) } : {}),
    ...(isGapForgotten(source, now) ? NO_GAP : {}),
    ...(isGap(arrivals, source) ? await gapRecord(document, arrivals, place, polls) : {}),
  };
}

async function gapRecord(
  document: Omit<ParsedDocument, 'items'>,
  { fresh }: Arrivals,
  place: Place & { pollId: string },
  polls: Outbox<PollMessage>,
): Promise<PollRecord> {
  const { source, now } = place;
  const url = earlierPart(document, 0);
  if (url) await polls.send(errand({ purpose: 'earlier', depth: 1, url }, place));
  return { gap: gapWords(source.fetchState.lastSucceededAt, fresh.length, url !== undefined), gapAt: now };
}

export async function write(
  arrivals: Arrivals,
  { language }: Pick<ParsedDocument, 'language'>,
  { publication, source, now }: Place,
  { articles, random }: TakeInDocumentDeps,
): Promise<TakenIn> {
  const where = { publication, source, language: language ?? publication.language };
  return takeIn(arrivals, where, { articles, now, random });
}

/** An earlier attempt may have stored articles and ended before it could say so. */
export async function announce(
  corrected: string[],
  { added }: Pick<TakenIn, 'added'>,
  { publication: { id: publicationId }, receives, now }: Pick<Place, 'publication' | 'receives' | 'now'>,
  { articles, feeds, corrections }: Pick<TakeInDocumentDeps, 'articles' | 'feeds' | 'corrections'>,
): Promise<void> {
  const isChanged = added.length + corrected.length > 0 || receives > 1;
  if (isChanged) await askForFeeds({ publicationId }, { articles, feeds, now });
  if (corrected.length > 0) await corrections.send({ publicationId, corrected: corrected.slice(0, MAX_ITEMS) });
}

/** A source of teasers: the text is on each article's own page. */
export async function askForPages(
  { added, changed }: Pick<TakenIn, 'added' | 'changed'>,
  place: Place & { pollId: string },
  { polls }: Pick<TakeInDocumentDeps, 'polls'>,
): Promise<void> {
  const { fullText, fetchState } = place.source;
  if (!fullText) return;
  const wanted = [...added, ...changed].filter(({ url }) => url);
  const pages = wanted.slice(0, fetchState.baselineAt ? MAX_PAGES : MAX_BASELINE_PAGES);
  await polls.sendAll(
    pages.map(({ id: articleId, url = '' }) => errand({ purpose: 'article', articleId, url }, place)),
  );
}

/** Dates in the future tell nothing about what will be news. */
function newestOf(items: ParsedItem[], { source, now }: Place): Date | undefined {
  const times = items.flatMap(({ publishedAt }) => (publishedAt && publishedAt <= now ? publishedAt.getTime() : []));
  const before = source.fetchState.newestItemAt?.getTime();
  const newestTime = Math.max(...times, before ?? 0);
  return newestTime > 0 ? new Date(newestTime) : undefined;
}

function newest(items: ParsedItem[]): ParsedItem[] {
  if (items.length <= MAX_ITEMS) return items;
  const time = ({ publishedAt }: ParsedItem) => publishedAt?.getTime() ?? 0;
  return items.toSorted((one, other) => time(other) - time(one)).slice(0, MAX_ITEMS);
}
