import type { EventDetails } from '../../domain/article.ts';

/** A source's document as we read it: decoded, parsed, normalised; nothing of it is trusted any more. */
export interface ParsedDocument {
  /** Plain text; empty when the publisher gave none. */
  title: string;
  language?: string;
  /** The website the feed belongs to. */
  siteUrl?: string;
  items: ParsedItem[];
  /** How often it is worth asking, as the document says (`ttl`, `sy:updatePeriod`); minutes. */
  ttlMinutes?: number;
  /** The WebSub hub that announces it, and what it is called there. */
  hub?: string;
  hubTopic?: string;
  /** Where older items are (RFC 5005 `prev-archive` or `next`; a WordPress feed's second page). */
  earlierUrl?: string;
  /** Guids of items that the publisher has taken back (RFC 6721). */
  withdrawnGuids?: string[];
}

export interface ParsedItem {
  /** As the publisher gave it. */
  guid?: string;
  /** Absolute http(s) address. */
  url?: string;
  /** Plain text with white space folded; empty when the publisher gave none. */
  title: string;
  /** Plain text, at most 500 characters. */
  teaser: string;
  /** Sanitised, with absolute addresses; made when first asked for. */
  readonly html: string;
  image?: { url: string; alt: string };
  authors: string[];
  categories: string[];
  language?: string;
  enclosures: { url: string; type?: string; length?: number }[];
  publishedAt?: Date;
  updatedAt?: Date;
  event?: EventDetails;
  /** Ids of our topics that a client or an editor chose; others' categories are only words. */
  topics?: string[];
  /** What its own text lets us suppose of an event; asked for only where the publisher names none. */
  readonly eventSuggestion?: EventDetails;
  /** A hash of all that the publisher says of it: another one, and the article was changed. */
  readonly revision: string;
}

/** What every reader needs to know of where a document came from. */
export interface ReadingContext {
  /** The address the document came from; relative addresses begin here. */
  url: string;
  /** IANA name for times without a zone. */
  timeZone: string;
}

/** An item as a format's reader found it, before it is made safe and uniform by `normaliseItem`. */
export interface FoundItem {
  guid?: string;
  /** Candidates in order; the first that is an http(s) address is taken. */
  links: { value: string | undefined; base: string }[];
  title?: FoundText;
  summary?: FoundText;
  content?: FoundText;
  published: (string | undefined)[];
  updated: (string | undefined)[];
  authors: string[];
  categories: string[];
  language?: string;
  images: { url: string | undefined; alt?: string }[];
  enclosures: { url: string | undefined; type?: string; length?: string }[];
  event?: FoundEvent;
  topics?: string[];
  /** What addresses of pictures and enclosures are relative to. */
  base: string;
}

export interface FoundEvent {
  start?: string;
  end?: string;
  place?: string;
  /** When the publisher says so; otherwise the place decides. */
  online?: boolean;
}

/** What every source's reader finds, whatever the format. */
export interface FoundDocument {
  title: string;
  language?: string;
  siteUrl?: string;
  items: FoundItem[];
  ttlMinutes?: number;
  hub?: string;
  hubTopic?: string;
  earlierUrl?: string;
  withdrawnGuids?: string[];
}

export interface FoundText {
  value: string;
  isHtml: boolean;
  /** What relative addresses in it are relative to, where the document says so. */
  base?: string;
}
