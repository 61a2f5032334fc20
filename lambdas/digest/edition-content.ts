/**
 * Everything a reader of an edition may see, before anyone's address or links are in it.
 *
 * A part (HTML or text) is a row of blocks. A block stands for everybody, or only for readers who chose one of its
 * items; a subscriber's mail is the concatenation of their blocks with the slots filled in.
 */
import { overAt } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import { isChosen } from '../domain/edition-audience.ts';
import type { Language } from '../domain/publication.ts';

export const SLOTS = ['unsubscribe', 'preferences'] as const;
/** Where a personal link goes. */
export type Slot = (typeof SLOTS)[number];

export type Piece = string | { slot: Slot };

export interface Block {
  /** Indexes of items; absent: for everybody. */
  forItems?: number[];
  pieces: Piece[];
}

export interface EditionContent {
  editionId: string;
  publicationId: string;
  number: number;
  language: Language;
  sender: { name: string; address: string; replyTo?: string };
  subject: string;
  preheader: string;
  items: ContentItem[];
  html: Block[];
  text: Block[];
  /** The public web page of this edition; no personal links in it. */
  archivePage: string;
  /**
   * What editors decided of it, seen or not: a first item looks the same when it is pinned. Here so that the hash tells two
   * editors apart; nobody reads it.
   */
  decisions?: object;
}

/** What decides who gets an item. */
interface ContentItem {
  articleId: string;
  topics: string[];
  /** When its event is over, in milliseconds of UTC. */
  overAt?: number;
}

export const contentItems = (items: EditionItem[]): ContentItem[] =>
  items.map(({ articleId, topics, event }) => ({
    articleId,
    topics,
    ...(event && { overAt: overAt(event).getTime() }),
  }));

export const decisionsIn = ({ intro, outro, sections, items }: Edition): object => ({
  intro,
  outro,
  sections,
  items: items.map(({ isPinned, isShort, hasOwnTeaser, section }) => ({ isPinned, isShort, hasOwnTeaser, section })),
});

/**
 * Which items a reader gets.
 *
 * @param topics - a choice for {@link isChosen}; empty means everything
 * @param at - events that are over by then are for nobody: an edition may wait for days between its approval, which is
 *   bound to its content, and its sending
 */
export function chosenItems(items: Pick<ContentItem, 'topics' | 'overAt'>[], topics: string[], at?: Date): boolean[] {
  const chosen = new Set(topics);
  const isAhead = (over: number | undefined) => over === undefined || at === undefined || over >= at.getTime();
  return items.map((item) => isChosen(item.topics, chosen) && isAhead(item.overAt));
}

export function isShown({ forItems }: { forItems?: number[] }, chosen: boolean[]): boolean {
  return !forItems || forItems.some((index) => chosen[index]);
}

/** One part as a reader gets it, unencoded. */
export function joinBlocks(blocks: Block[], chosen: boolean[], values: Record<Slot, string>): string {
  return blocks
    .filter((block) => isShown(block, chosen))
    .flatMap(({ pieces }) => pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece.slot])))
    .join('');
}
