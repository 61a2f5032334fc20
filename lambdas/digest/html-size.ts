import type { Block } from './edition-content.ts';

/** Gmail clips near 102 kB; the unsubscribe link must come before that. */
export const MOST_HTML_BYTES = 90_000;
/** Room for the longest personal link. */
export const SLOT_BYTES = 400;

/** Bytes of the HTML part for a reader who gets all of it, with the longest personal links. */
export function htmlSize(blocks: Block[]): number {
  const pieces = blocks.flatMap((block) => block.pieces);
  return pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : SLOT_BYTES), 0);
}
