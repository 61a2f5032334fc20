import type { ParsedItem } from './items/parsed-document.ts';

const MS_PER_MINUTE = 60_000;
const MIN_MINUTES = 5;
const MAX_MINUTES = 24 * 60;
const UNDATED_MINUTES = 60;
/** A new article waits at most about this share of the time between two of them. */
const POLLS_PER_ARTICLE = 12;
const RECENT_ITEMS = 10;

/** What a publisher says about how often it is worth asking. */
export interface Freshness {
  /** Of the document: `ttl`, `sy:updatePeriod`. */
  ttlMinutes?: number;
  /** Of the response: Cache-Control, Expires. */
  freshSeconds?: number;
}

/** How often to ask a source: by how often it publishes and never more often than it wants, between five minutes and a day. */
export function intervalFor(
  items: Pick<ParsedItem, 'publishedAt'>[],
  now: Date,
  { ttlMinutes = 0, freshSeconds = 0 }: Freshness = {},
): number {
  const wanted = Math.max(minutesByPace(items, now), ttlMinutes, freshSeconds / 60);
  return Math.round(Math.min(MAX_MINUTES, Math.max(MIN_MINUTES, wanted)));
}

function minutesByPace(items: Pick<ParsedItem, 'publishedAt'>[], now: Date): number {
  const times = items
    .flatMap(({ publishedAt }) => (publishedAt && publishedAt <= now ? [publishedAt.getTime()] : []))
    .sort((one, other) => other - one)
    .slice(0, RECENT_ITEMS);
  const oldest = times.at(-1);
  if (oldest === undefined) return UNDATED_MINUTES;
  // From now, not from the newest: a source that has fallen asleep is asked less and less.
  const minutesPerArticle = (now.getTime() - oldest) / MS_PER_MINUTE / times.length;
  return minutesPerArticle / POLLS_PER_ARTICLE;
}

/** When to ask again after so many failures in a row: later each time, at most a day, never before the server allows it. */
export function retryAt(
  {
    failures,
    intervalMinutes,
    retryAfterSeconds = 0,
  }: { failures: number; intervalMinutes: number; retryAfterSeconds?: number },
  now: Date,
): Date {
  const minutes = Math.min(MAX_MINUTES, intervalMinutes * 2 ** Math.min(failures - 1, 10));
  return new Date(now.getTime() + Math.max(minutes * MS_PER_MINUTE, retryAfterSeconds * 1000));
}

export function minutesLater(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * MS_PER_MINUTE);
}
