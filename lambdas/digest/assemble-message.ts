import { escapeMarkup } from '../../templates/digest/escape.ts';
import { RundbriefError } from '../domain/errors.ts';
import { ALTERNATIVE, addressLine, headerLine, softBroken } from '../platform/mime.ts';
import { type Block, chosenItems, isShown, type Slot } from './edition-content.ts';
import type { EditionParts } from './edition-parts.ts';

export interface MessageRecipient {
  /** Topic ids; empty means everything. */
  topics: string[];
  links: Record<Slot, string>;
  to: string;
  /** Events that are over by then are left out. */
  at?: Date;
}

const BEFORE_TEXT = Buffer.from(ALTERNATIVE.beforeText, 'latin1');
const BEFORE_HTML = Buffer.from(ALTERNATIVE.beforeHtml, 'latin1');
const END = Buffer.from(ALTERNATIVE.end, 'latin1');

/** False when none of the edition's items is about the topics a reader chose and still ahead: there is nothing to send. */
export function hasSomethingFor({ items }: Pick<EditionParts, 'items'>, topics: string[], at?: Date): boolean {
  return chosenItems(items, topics, at).includes(true);
}

/**
 * One recipient's whole message, from parts encoded once for all of them. Cheap: called for every recipient.
 *
 * @throws RundbriefError `invalid` when the address or a link cannot stand in a header, `not-found` when the edition
 *   holds nothing for these topics (ask {@link hasSomethingFor} first): nobody gets an empty digest
 */
export function assembleMessage(parts: EditionParts, { topics, links, to, at }: MessageRecipient): Uint8Array {
  const chosen = chosenItems(parts.items, topics, at);
  if (!chosen.includes(true)) throw new RundbriefError('not-found', 'This edition holds nothing for these topics');
  const personalHeaders = `${addressLine('To', { address: to })}\r\n${headerLine('List-Unsubscribe', `<${links.unsubscribe}>`)}\r\n`;
  return Buffer.concat([
    parts.headers,
    Buffer.from(personalHeaders, 'latin1'),
    BEFORE_TEXT,
    ...bodyOf(
      parts.text,
      chosen,
      encodedLinks(links, (link) => link),
    ),
    BEFORE_HTML,
    ...bodyOf(parts.html, chosen, encodedLinks(links, escapeMarkup)),
    END,
  ]);
}

function encodedLinks(links: Record<Slot, string>, escaped: (link: string) => string): Record<Slot, Buffer> {
  const encoded = (link: string) => Buffer.from(softBroken(escaped(link)), 'latin1');
  return { unsubscribe: encoded(links.unsubscribe), preferences: encoded(links.preferences) };
}

function bodyOf(blocks: Block<Buffer | Slot>[], chosen: boolean[], links: Record<Slot, Buffer>): Buffer[] {
  const body: Buffer[] = [];
  for (const block of blocks) {
    if (!isShown(block, chosen)) continue;
    for (const piece of block.pieces) body.push(typeof piece === 'string' ? links[piece] : piece);
  }
  return body;
}
