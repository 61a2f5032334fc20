import type { EventDetails } from './article.ts';

/** One dated, numbered composition made from a digest or by an editor. Times are UTC. */
export interface Edition {
  /** `<publicationId>-<number>`, such as `ruhr-12`. */
  id: string;
  publicationId: string;
  number: number;
  /** Absent when an editor composed it without a digest. */
  digestId?: string;
  subject: string;
  preheader: string;
  intro: string;
  items: EditionItem[];
  /** How many articles of the window were too many for this edition; readers are told. */
  leftOut?: number;
  /** Articles were chosen that came in after `from` and up to `until`. */
  window: { from: Date; until: Date };
  status: 'draft' | 'frozen' | 'sent';
  /** True for one that goes out as soon as it is composed: nobody works on it. */
  sendsItself?: boolean;
  /** SHA-256 (hex) of everything a reader will see; an approval or a campaign names it. */
  contentHash: string;
  composedAt: Date;
  frozenAt?: Date;
}

/** What an edition shows of an article: a copy, so that later corrections change no frozen edition. */
export interface EditionItem {
  articleId: string;
  title: string;
  teaser: string;
  url?: string;
  image?: { url: string; alt: string };
  topics: string[];
  publishedAt: Date;
  event?: EventDetails;
}
