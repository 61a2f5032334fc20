import type { EventDetails } from './article.ts';
import type { Layout } from './publication.ts';

/** One dated, numbered composition made from a digest or by an editor. Times are UTC. */
export interface Edition {
  /** `<publicationId>-<number>`, such as `ruhr-12`. */
  id: string;
  publicationId: string;
  number: number;
  /** Absent when an editor composed it without a digest. */
  digestId?: string;
  /** When its digest wanted it; absent when an editor asked for it. */
  dueAt?: Date;
  subject: string;
  preheader: string;
  /** Markdown, before and after the items. */
  intro: string;
  outro?: string;
  /** Headings over groups of items, in the order of reading; items without one come first. */
  sections?: EditionSection[];
  items: EditionItem[];
  /** How many articles of the window were too many for this edition; readers are told. */
  leftOut?: number;
  /** How many items stand by their headlines only, because the mail would be clipped otherwise; editors are told. */
  shortened?: number;
  /** Where it is not that of its publication. */
  layout?: Layout;
  /** Of an unlisted edition: the part of its archive page's address that nobody can guess. */
  archiveKey?: string;
  /** Articles were chosen that came in after `from` and up to `until`. */
  window: { from: Date; until: Date };
  /** Articles from the end of its window that could have been in it: whichever is not does not come again. */
  seen?: string[];
  /** An editor named its articles, whatever came in when: the next window begins where it would without it. */
  isByHand?: boolean;
  /** Only a segment got it: nobody else counts as having read it. */
  forSegment?: boolean;
  status: 'draft' | 'frozen' | 'sent';
  /** True for one that goes out as soon as it is composed: nobody works on it. */
  sendsItself?: boolean;
  /** SHA-256 (hex) of everything a reader will see and editors decided; an approval or a campaign names it. */
  contentHash: string;
  composedAt: Date;
  frozenAt?: Date;
  /** The last change by hand. `by` is the subject of an editor's session, or `api`. */
  changed?: { by: string; at: Date };
  /** That its content, as `contentHash` names it, may go out; any change voids it. */
  approval?: { by: string; at: Date };
  /** When it goes out by itself, once it is approved. */
  sendAt?: Date;
}

export interface EditionSection {
  id: string;
  title: string;
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
  /** Only its headline is shown. */
  isShort?: boolean;
  /** It stands before all others. */
  isPinned?: boolean;
  /** Its teaser is an editor's: corrections of the article leave it. */
  hasOwnTeaser?: boolean;
  /** One of the edition's sections. */
  section?: string;
}

/**
 * Where the archive page of an edition is, without the site's address and a slash; also its key in the site's bucket.
 * An unlisted one cannot be guessed. Its items are at `#<articleId>`.
 */
export const archivePath = ({ publicationId, number, archiveKey }: ArchivePlace): string =>
  `archive/${publicationId}/${archiveKey ? `${number}-${archiveKey}` : number}`;

type ArchivePlace = Pick<Edition, 'publicationId' | 'number' | 'archiveKey'>;

/** Events stand by date under a heading of their own, unless an editor has pinned one or put it under another. */
export function isAmongEvents({ event, section, isPinned }: EditionItem): boolean {
  return event !== undefined && section === undefined && !isPinned;
}
