/**
 * Everything a reader of an edition may see, before anyone's address or links are in it.
 *
 * A part (HTML or text) is a row of blocks. A block stands for everybody, or only for readers who chose one of its
 * items; a subscriber's mail is the concatenation of their blocks with the slots filled in.
 */
import { UNLABELLED } from '../domain/edition-audience.ts';
import type { Language } from '../domain/publication.ts';

export const SLOTS = ['unsubscribe', 'preferences'] as const;
/** Where a personal link goes. */
export type Slot = (typeof SLOTS)[number];

export type Piece = string | { slot: Slot };

export interface Block<Encoded = Piece> {
  /** Indexes of items; absent: for everybody. */
  forItems?: number[];
  pieces: Encoded[];
}

export interface EditionContent {
  editionId: string;
  publicationId: string;
  number: number;
  language: Language;
  sender: { name: string; address: string; replyTo?: string };
  subject: string;
  preheader: string;
  items: { articleId: string; topics: string[] }[];
  html: Block[];
  text: Block[];
  /** The public web page of this edition; no personal links in it. */
  archivePage: string;
}

/**
 * Which items a reader gets. Someone who chose topics gets what carries one of them, and nothing else ({@link UNLABELLED}
 * stands for what carries none); no choice means everything.
 */
export function chosenItems(items: { topics: string[] }[], topics: string[]): boolean[] {
  if (topics.length === 0) return items.map(() => true);
  const chosen = new Set(topics);
  return items.map(({ topics: own }) => (own.length > 0 ? own : [UNLABELLED]).some((topic) => chosen.has(topic)));
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
