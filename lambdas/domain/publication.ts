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
  look: Look;
  topics: Topic[];
  /** Who may sign up; everybody where nothing is said. */
  signUp?: SignUpRules;
  /** Greets who has confirmed, if it is there. */
  welcome?: Welcome;
  /** Address of the page that says what is done with readers' data, linked where they give it. */
  privacyNotice?: string;
  /** Asks readers whether their opens and clicks may be counted; nobody is asked, and nothing counted, where nothing is said. */
  tracking?: boolean;
  /** Addresses of those who are told when a draft waits for them. */
  editors?: string[];
  /** `unlisted`: archive pages have addresses nobody can guess, and no list or feed names them. `public` where nothing is said. */
  archive?: 'public' | 'unlisted';
  /** When its editions are not sent: wall-clock `HH:MM` in its zone, over midnight when they end before they begin. */
  quietHours?: { from: string; until: string };
  /** How its feeds look; {@link FEEDS_AS_USUAL} where nothing is said. */
  feeds?: FeedSettings;
  /** Who gets mail, as counted once a day; absent until then. Nobody decides it, so no publication file holds it. */
  subscribers?: number;
}

/** Arrangements of a digest's mail. */
export const LAYOUTS = ['letter', 'magazine', 'compact'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What makes its mails and pages its own. Colours are CSS's `#rrggbb`. */
export interface Look {
  /** At least 4.5:1 against white. */
  accent: string;
  /** Behind the paper of a mail; the quiet text on it has at least 4.5:1. */
  background?: string;
  /** `letter` where nothing is said; a digest may have another one. */
  layout?: Layout;
  /** Above the title of a mail. `alt` is what it says, `width` in CSS pixels. */
  logo?: { url: string; alt: string; width: number };
  /** Letters: headings with serifs over text without (`mixed`, where nothing is said), or all of one kind. */
  typeface?: 'mixed' | 'serif' | 'sans';
}

export interface SignUpRules {
  /** Addresses in these domains, and below them, are not taken. ASCII, lower case. */
  refuseDomains: string[];
}

/** The mail that a new subscriber gets at once, on top of the digests to come. */
export interface Welcome {
  /** Plain text of the editors, in paragraphs; a sentence of ours stands where they wrote none. */
  text?: string;
  /** With the headlines of the latest edition that was sent, those of the reader's topics. */
  latestEdition: boolean;
}

export interface FeedSettings {
  /** Whether readers get whole articles, or their teasers and the way to them. */
  content: 'teaser' | 'full';
  /** How many articles a feed shows, 10–200. */
  items: number;
  /** Plain text. */
  copyright?: string;
  /** Address of a picture, best square. */
  icon?: string;
}

export const FEEDS_AS_USUAL: FeedSettings = { content: 'full', items: 50 };

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
  /** Whose wishes it serves, and, unless `cron` says otherwise, how often it goes out. */
  cadence: Cadence;
  /** Wall-clock `HH:MM` in the publication's zone; absent for `instant` and with `cron`. */
  time?: string;
  /** For a weekly digest. */
  weekday?: Weekday;
  /** 1–31 for a monthly digest; in a shorter month its last day. */
  dayOfMonth?: number;
  /** When it goes out, in the five fields of cron by the wall clock of the publication's zone. */
  cron?: string;
  /** Of an `instant` digest: how long nothing new must have come in, so that articles of one hour make one mail. */
  quietMinutes?: number;
  /** Of an `instant` digest: it goes out at these hours only, wall-clock `HH:MM`. */
  between?: { from: string; until: string };
  /** Fewer articles wait for the next time; 1 when absent. */
  minItems?: number;
  /** Only articles with one of these topics; empty means all. */
  topics: string[];
  maxItems: number;
  /** `newest` first (when absent), by the `weight` of their topics, or under a heading for each topic. */
  order?: 'newest' | 'weight' | 'sections';
  /** Of topics, by id, for the order `weight`: 0 when absent, heavier ones come first. */
  weights?: Record<string, number>;
  /** `send` goes out by itself, `draft` waits for an editor, and the publication's editors are told. */
  mode: 'send' | 'draft';
  /** Where its mails are not to look like the others of the publication. */
  layout?: Layout;
  /** Its `time` is that of each reader's own zone, if they have told us one: who is behind gets it later. */
  inReadersZone?: boolean;
  /** When it was set up: what came in before is no news of its first edition. Absent on the oldest. */
  since?: Date;
  /** When the digest is due next, in UTC. */
  nextRunAt: Date;
}

/**
 * How a source is read:
 *
 *   feed       RSS, Atom or JSON Feed              calendar  iCalendar: its events
 *   wordpress  the REST API of a WordPress         page      a web page that lists articles
 *   sitemap    a news sitemap                      push      nobody asks: a client of the publication sends
 *   editor     what editors write themselves
 */
export const SOURCE_KINDS = ['feed', 'wordpress', 'sitemap', 'page', 'calendar', 'push', 'editor'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Where articles come from. */
export interface Source {
  id: string;
  publicationId: string;
  kind: SourceKind;
  /** What is asked; for a push or an editor's source the website that relative addresses belong to. */
  url: string;
  title: string;
  /** Topics that every article of this source carries. */
  topics: string[];
  rules: SourceRules;
  /** True when it carries teasers only: the text of a new article is then read from its own page. */
  fullText: boolean;
  /** Of a page whose articles we do not find by ourselves. */
  selectors?: PageSelectors;
  /** Of a push source: raised to make older keys void. */
  keyVersion?: number;
  /** `held` waits for an editor, `stopped` was told by its publisher to stop (410 Gone) or by an editor. */
  status: 'active' | 'held' | 'stopped';
  intervalMinutes: number;
  /** When it is due next, in UTC; absent unless active. */
  nextRunAt?: Date;
  fetchState: FetchState;
}

/** What an editor takes from a source, and how; each list may be empty. Words are whole words in any case. */
export interface SourceRules {
  /** Only articles that hold one of these words or carry one of these categories. */
  include: { words: string[]; categories: string[] };
  /** Never articles that hold one of these; stronger than `include`. */
  exclude: { words: string[]; categories: string[] };
  /** An article that holds one of the words, or carries one of the categories, gets the topic. */
  topics: { topic: string; words: string[]; categories: string[] }[];
  /** Beginnings of titles that are left out, such as `Pressemitteilung:`. */
  removePrefixes: string[];
  /** For articles that have no topic otherwise. */
  defaultTopic?: string;
}

/** A source that is taken as it is. */
export const NO_RULES: SourceRules = {
  include: { words: [], categories: [] },
  exclude: { words: [], categories: [] },
  topics: [],
  removePrefixes: [],
};

/** CSS selectors; all but `item` are looked for within an item. */
export interface PageSelectors {
  item: string;
  title?: string;
  link?: string;
  teaser?: string;
  date?: string;
  image?: string;
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
  /** When its newest item so far was published: what is dated later is news, however late it reached us. */
  newestItemAt?: Date;
  /** Id of the last poll that somebody asked for and that is done; the schedule's own polls leave it alone. */
  lastPollId?: string;
  /** Where permanent redirects lead, all the same since `movedSince`; adopted after a week. */
  movedTo?: string;
  movedSince?: Date;
  /** The WebSub hub that announces it, what to call it there, and when we last asked to be told. */
  hub?: string;
  hubTopic?: string;
  hubAskedAt?: Date;
  /** Why the hub does not tell us, in plain words. */
  hubRefusal?: string;
  /** When the hub last brought something. */
  hubToldAt?: Date;
  /** Articles may have been missed between two polls, in plain words; forgotten when the gap was closed, or after a week. */
  gap?: string;
  gapAt?: Date;
}
