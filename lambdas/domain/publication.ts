/** Languages in which pages and mails speak to readers. */
export type Language = 'de' | 'en';

/** How often a digest goes out, and how often a subscriber wants to hear. */
export type Cadence = 'instant' | 'daily' | 'weekly' | 'monthly';

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** A titled newsletter with its own look, language, time zone, sender and topics. */
export interface Publication {
  /** Lower-case slug, part of every public address; never changes. */
  id: string;
  title: string;
  description: string;
  language: Language;
  /** IANA name, such as `Europe/Berlin`; all schedules are wall-clock times there. */
  timeZone: string;
  /** The website this newsletter belongs to. */
  siteUrl: string;
  /** `address` is in the stage's verified mail domain. */
  sender: { name: string; address: string; replyTo?: string };
  /** Who is responsible, with a postal address: the law wants it in every mail. One line an entry. */
  imprint: string[];
  /** CSS colour `#rrggbb` with at least 4.5:1 against white. */
  look: { accent: string };
  topics: Topic[];
}

/** A label that articles carry and subscribers choose. */
export interface Topic {
  id: string;
  title: string;
  /** An article whose title, teaser or categories hold one of these words (whole word, any case) carries the topic. */
  words: string[];
}

/** The standing recipe for editions: window, topics, and when it goes out. */
export interface Digest {
  id: string;
  publicationId: string;
  cadence: Exclude<Cadence, 'instant'>;
  /** Wall-clock `HH:MM` in the publication's zone. */
  time: string;
  /** For a weekly digest. */
  weekday?: Weekday;
  /** 1–31 for a monthly digest; in a shorter month its last day. */
  dayOfMonth?: number;
  /** Only articles with one of these topics; empty means all. */
  topics: string[];
  maxItems: number;
  /** `send` goes out by itself, `draft` waits for an editor. */
  mode: 'send' | 'draft';
  /** When the digest is due next, in UTC. */
  nextRunAt: Date;
}

/** Where articles come from. */
export interface Source {
  id: string;
  publicationId: string;
  kind: 'feed';
  url: string;
  title: string;
  /** Topics that every article of this source carries. */
  topics: string[];
  /** `held` waits for an editor, `stopped` was told by its publisher to stop (410 Gone) or by an editor. */
  status: 'active' | 'held' | 'stopped';
  intervalMinutes: number;
  /** When it is due next, in UTC; absent unless active. */
  nextRunAt?: Date;
  fetchState: FetchState;
}

/** What we remember of a source between two polls. Times are UTC. */
export interface FetchState {
  /** Validators of the last body we read, sent back as If-None-Match and If-Modified-Since. */
  etag?: string;
  lastModified?: string;
  /** SHA-256 of the last body, hex: the same bytes are not parsed again. */
  contentHash?: string;
  lastAskedAt?: Date;
  lastSucceededAt?: Date;
  lastNewAt?: Date;
  /** When the baseline was read; until then nothing this source brings is mailed by itself. */
  baselineAt?: Date;
  /** Polls that failed in a row. */
  failures: number;
  /** The last failure, in plain words for an editor. */
  lastError?: string;
  /** What the last poll brought, in plain words: "3 new, 17 known". */
  lastResult?: string;
  /** How many items the last document had: much more that is new than that is a flood, and nobody's news. */
  lastItemCount?: number;
  /** Id of the last poll that somebody asked for and that is done; the schedule's own polls leave it alone. */
  lastPollId?: string;
}
