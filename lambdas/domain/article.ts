/** One item, normalised, with an id that survives a refetch, a changed guid and a move to https. */
export interface Article {
  /** Sorts by time of ingest: {@link newArticleId}. */
  id: string;
  publicationId: string;
  sourceId: string;
  /** As the publisher gave it; may be absent. */
  guid?: string;
  /** Absolute http(s) address; absent when the publisher gave none. */
  url?: string;
  /** Plain text, never empty: an item without a title gets the beginning of its text. */
  title: string;
  /** Plain text, at most 500 characters; may be empty. */
  teaser: string;
  /** Sanitised HTML with absolute addresses; may be empty. */
  html: string;
  image?: { url: string; alt: string };
  authors: string[];
  /** As the publisher named them. */
  categories: string[];
  /** Ids of our topics. */
  topics: string[];
  language?: string;
  enclosures: { url: string; type?: string; length?: number }[];
  /** When the publisher says it was published, else when we first saw it; UTC. */
  publishedAt: Date;
  /** When the publisher last changed it, else publishedAt; UTC. */
  updatedAt: Date;
  /** When we first stored it; the watermark of digests. UTC. */
  ingestedAt: Date;
  /** Read by a source's first poll: in the archive and the feeds, but not news. */
  isBaseline: boolean;
  event?: EventDetails;
  /** Found in the text, not said by the publisher: an editor confirms it or not. */
  eventSuggestion?: EventDetails;
  /** When the publisher changed what readers see of it after we had stored it. UTC. */
  correctedAt?: Date;
  /** When the publisher took it back: it stays in the archive and goes into no edition and no feed. UTC. */
  withdrawnAt?: Date;
}

/** What makes an article an event. */
export interface EventDetails {
  startsAt: Date;
  /** When only days are known: a moment of the last day. */
  endsAt?: Date;
  /** True when only days are known. */
  allDay: boolean;
  /** Hall and town, as text. */
  place?: string;
  online: boolean;
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** When an event is over; one that is known by its day only, or has no end, lasts as long as its day. */
export function overAt({ startsAt, endsAt, allDay }: EventDetails): Date {
  const end = endsAt ?? startsAt;
  return new Date(end.getTime() + (allDay || !endsAt ? MS_PER_DAY : 0));
}

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * An id that sorts by time of ingest: 10 characters of milliseconds, 10 of chance (50 bits), Crockford's base 32 in lower case.
 *
 * @param random - at least 10 random bytes
 */
export function newArticleId(ingestedAt: Date, random: Uint8Array): string {
  return earliestArticleId(ingestedAt) + [...random.subarray(0, 10)].map((byte) => CROCKFORD[byte & 31]).join('');
}

/** The prefix that sorts before every id given at or after this time. */
export function earliestArticleId(ingestedAt: Date): string {
  let rest = ingestedAt.getTime();
  let digits = '';
  for (let place = 0; place < 10; place += 1) {
    digits = CROCKFORD[rest % 32] + digits;
    rest = Math.floor(rest / 32);
  }
  return digits;
}
