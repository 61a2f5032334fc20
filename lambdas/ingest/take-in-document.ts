/** A document that was asked for, or sent to us, becomes articles; and what follows from it is set going. */
import type { Publication, Source } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import { type CorrectionMessage, isPolled, type PollMessage, type PollRecord } from '../publications/index.ts';
import type { ArticleKeeper } from './articles/articles.ts';
import { isFlood } from './articles/flood-brake.ts';
import { guidKeyOf } from './articles/identity.ts';
import { type Arrivals, sortArrivals, type TakenIn, takeIn } from './articles/take-in-items.ts';
import { earlierPart, gapWords, isGap, isGapForgotten, NO_GAP } from './gap.ts';
import type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
import type { DocumentMessage, FeedsMessage, HubMessage, PollResult } from './messages.ts';
import { intervalFor, minutesLater } from './poll-pace.ts';
import { held, resultWords, succeeded } from './poll-records.ts';
import { hubOf } from './source-news.ts';
import { seenOf, vanished } from './vanished.ts';
import { withdraw } from './withdraw-article.ts';

export interface TakeInDocumentDeps {
  articles: ArticleKeeper;
  feeds: Outbox<FeedsMessage>;
  polls: Outbox<PollMessage>;
  hubs: Outbox<HubMessage>;
  corrections: Outbox<CorrectionMessage>;
  random: (count: number) => Uint8Array;
}

export interface Place {
  publication: Publication;
  source: Source;
  now: Date;
  /** How often the message was received: more than once, and an earlier attempt may have written something. */
  receives: number;
}

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
  if (isFlood(fresh, read.items.length, source)) return held(fresh.length, read.items.length);
  // A hub or a client sends what is new; only a document that was asked for shows what is no longer there.
  const isWhole = purpose === 'source';
  const taken = await write(arrivals, read, place, deps);
  const withdrawn = await takeBack(read, arrivals, { taken, isWhole, pollId }, place, deps);
  await announce([...taken.changed.map(({ id }) => id), ...withdrawn], taken, place, deps);
  await askForPages(taken, pollId, place, deps);
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
  { source, now, pollId }: Place & { pollId: string },
  { hubs, polls }: TakeInDocumentDeps,
): Promise<PollRecord> {
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
    ...announced.record,
    ...(isNewPace ? { intervalMinutes, nextRunAt: minutesLater(now, intervalMinutes) } : {}),
    ...(isGapForgotten(source, now) ? NO_GAP : {}),
    ...(isGap(arrivals, source) ? await gapRecord(document, arrivals, { source, now, pollId }, polls) : {}),
  };
}

async function gapRecord(
  document: Omit<ParsedDocument, 'items'>,
  { fresh }: Arrivals,
  { source, now, pollId }: Pick<Place, 'source' | 'now'> & { pollId: string },
  polls: Outbox<PollMessage>,
): Promise<PollRecord> {
  const { id: sourceId, publicationId, kind, fetchState } = source;
  const url = earlierPart(document, 0);
  if (url) {
    const ids = { pollId, publicationId, sourceId };
    await polls.send({ ...ids, kind, purpose: 'earlier', depth: 1, url, reportAlways: true });
  }
  return { gap: gapWords(fetchState.lastSucceededAt, fresh.length, url !== undefined), gapAt: now };
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

/** @returns ids of the articles that were taken back; those that only seem to be are looked for on their own pages */
async function takeBack(
  { withdrawnGuids = [] }: ParsedDocument,
  arrivals: Arrivals,
  { taken, isWhole, pollId }: { taken: TakenIn; isWhole: boolean; pollId: string },
  { source, now }: Place,
  { articles, polls }: TakeInDocumentDeps,
): Promise<string[]> {
  const { publicationId, id: sourceId, kind } = source;
  const owners = await articles.owners(
    publicationId,
    withdrawnGuids.slice(0, MAX_ITEMS).map((guid) => guidKeyOf(guid, sourceId)),
  );
  const missing = isWhole ? await missingArticles(arrivals, taken, source, articles) : [];
  const gone = [...owners.values(), ...missing.filter(({ url }) => !url).map(({ id }) => id)];
  for (const { id: articleId, url } of missing) {
    const ids = { pollId, publicationId, sourceId, articleId };
    if (url) await polls.send({ ...ids, kind, purpose: 'presence', url, reportAlways: true });
  }
  const withdrawn: string[] = [];
  for (const articleId of new Set(gone)) {
    if (await withdraw({ publicationId, sourceId, articleId, by: 'publisher', now }, articles))
      withdrawn.push(articleId);
  }
  return withdrawn;
}

/** Articles that stood in the middle of the source's last document and are not in this one. */
async function missingArticles(
  { known }: Arrivals,
  { added }: TakenIn,
  { publicationId, id: sourceId }: Source,
  articles: ArticleKeeper,
): Promise<{ id: string; url?: string }[]> {
  const inOrder = [...known.map(({ position, article }) => ({ position, id: article.id })), ...added]
    .sort((one, other) => one.position - other.position)
    .map(({ id }) => id);
  const before = (await articles.lastSeen(publicationId, sourceId))?.articleIds ?? [];
  const seen = seenOf(inOrder);
  if (before.join() !== seen.articleIds.join()) await articles.recordSeen(publicationId, sourceId, seen);
  const missing = await articles.findAll(publicationId, vanished(before, inOrder));
  return [...missing.values()].filter(({ withdrawnAt }) => !withdrawnAt).map(({ id, url }) => ({ id, url }));
}

/** An earlier attempt may have stored articles and ended before it could say so. */
export async function announce(
  corrected: string[],
  { added }: Pick<TakenIn, 'added'>,
  { publication: { id: publicationId }, receives }: Pick<Place, 'publication' | 'receives'>,
  { feeds, corrections }: Pick<TakeInDocumentDeps, 'feeds' | 'corrections'>,
): Promise<void> {
  if (added.length + corrected.length > 0 || receives > 1) await feeds.send({ publicationId });
  if (corrected.length > 0) await corrections.send({ publicationId, corrected: corrected.slice(0, MAX_ITEMS) });
}

/** A source of teasers: the text is on each article's own page. */
export async function askForPages(
  { added, changed }: Pick<TakenIn, 'added' | 'changed'>,
  pollId: string,
  { source }: Place,
  { polls }: Pick<TakeInDocumentDeps, 'polls'>,
): Promise<void> {
  const { publicationId, id: sourceId, kind, fullText, fetchState } = source;
  if (!fullText) return;
  const most = fetchState.baselineAt ? MAX_PAGES : MAX_BASELINE_PAGES;
  const wanted = [...added, ...changed].filter(({ url }) => url).slice(0, most);
  await polls.sendAll(
    wanted.map(({ id: articleId, url = '' }) => {
      const ids = { pollId, publicationId, sourceId, articleId };
      return { ...ids, kind, purpose: 'article' as const, url, reportAlways: true };
    }),
  );
}

function newest(items: ParsedItem[]): ParsedItem[] {
  if (items.length <= MAX_ITEMS) return items;
  const time = ({ publishedAt }: ParsedItem) => publishedAt?.getTime() ?? 0;
  return items.toSorted((one, other) => time(other) - time(one)).slice(0, MAX_ITEMS);
}
