import { randomBytes } from 'node:crypto';
import { type Block, type Piece, SLOTS, type Slot } from './edition-content.ts';

/**
 * Marks for slots and block borders, put in while a part is written and cut out again afterwards.
 *
 * They hold random text made for one rendering, so that no article can contain one, and none is left in the result.
 */
export interface Marks {
  slots: Record<Slot, string>;
  /** Starts a block for readers of these items, or for everybody. */
  begin: (forItems?: number[]) => string;
  /** Cuts a marked text into blocks; concatenated they are the text without its marks. */
  cut: (marked: string) => Block[];
}

export function marks(): Marks {
  const chance = randomBytes(12).toString('hex');
  const slots = Object.fromEntries(SLOTS.map((slot) => [slot, `slot-${chance}-${slot}`])) as Record<Slot, string>;
  const border = new RegExp(`<!--block-${chance}-([\\d,]*)-->\\n?`);
  const slot = new RegExp(`slot-${chance}-(${SLOTS.join('|')})`);

  const piecesOf = (text: string): Piece[] =>
    text
      .split(slot)
      .map((part, index) => (index % 2 === 1 ? { slot: part as Slot } : part))
      .filter((piece) => piece !== '');

  return {
    slots,
    begin: (forItems) => `<!--block-${chance}-${forItems?.join(',') ?? ''}-->`,
    cut(marked) {
      // Splitting by a pattern with one group gives text, group, text, group, …
      const [first = '', ...rest] = marked.split(border);
      const blocks: Block[] = [{ pieces: piecesOf(first) }];
      for (let at = 0; at < rest.length; at += 2) {
        const [items = '', text = ''] = rest.slice(at, at + 2);
        blocks.push({ ...(items && { forItems: items.split(',').map(Number) }), pieces: piecesOf(text) });
      }
      return blocks.filter(({ pieces }) => pieces.length > 0);
    },
  };
}
