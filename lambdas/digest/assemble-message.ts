import { escapeMarkup } from '../../templates/digest/escape.ts';
import { RundbriefError } from '../domain/errors.ts';
import { ALTERNATIVE, addressLine, headerLine, softBroken } from '../platform/mime.ts';
import { type Block, chosenItems, isShown, type Piece, type Slot } from './edition-content.ts';
import type { EditionParts } from './edition-parts.ts';

export interface MessageRecipient {
  /** Topic ids; empty means everything. */
  topics: string[];
  links: Record<Slot, string>;
  to: string;
  /** Events that are over by then are left out. */
  at?: Date;
}

interface Bodies {
  text: Piece[];
  html: Piece[];
}

/**
 * The bodies of the choices of topics that were met first, which are those of most readers, with all that stands between
 * two slots in one piece. Each takes as much memory as a mail.
 */
const heldBodies = new WeakMap<EditionParts, Map<string, Bodies>>();
const MOST_CHOICES_HELD = 16;

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
export function assembleMessage(parts: EditionParts, { topics, links, to, at }: MessageRecipient): string {
  const { text, html } = bodiesFor(parts, topics, at);
  const personalHeaders = `${addressLine('To', { address: to })}\r\n${headerLine('List-Unsubscribe', `<${links.unsubscribe}>`)}\r\n`;
  const unsubscribe = encodedLink(links.unsubscribe);
  const preferences = encodedLink(links.preferences);
  return [
    parts.headers,
    personalHeaders,
    ...filled(text, { unsubscribe: unsubscribe.inText, preferences: preferences.inText }),
    ...filled(html, { unsubscribe: unsubscribe.inHtml, preferences: preferences.inHtml }),
  ].join('');
}

/** A link that needs no escaping, and none of ours does, is encoded once for both bodies. */
function encodedLink(link: string): { inText: string; inHtml: string } {
  const inText = softBroken(link);
  const escaped = escapeMarkup(link);
  return { inText, inHtml: escaped === link ? inText : softBroken(escaped) };
}

const filled = (body: Piece[], links: Record<Slot, string>): string[] =>
  body.map((piece) => (typeof piece === 'string' ? piece : links[piece.slot]));

function bodiesFor(parts: EditionParts, topics: string[], at: Date | undefined): Bodies {
  const choice = JSON.stringify([topics, at?.getTime()]);
  const held = heldBodies.get(parts) ?? new Map<string, Bodies>();
  const found = held.get(choice);
  if (found) return found;
  const bodies = makeBodies(parts, chosenItems(parts.items, topics, at));
  if (held.size >= MOST_CHOICES_HELD) return bodies;
  const joined = { text: join(bodies.text), html: join(bodies.html) };
  heldBodies.set(parts, held.set(choice, joined));
  return joined;
}

function makeBodies({ text, html }: EditionParts, chosen: boolean[]): Bodies {
  if (!chosen.includes(true)) throw new RundbriefError('not-found', 'This edition holds nothing for these topics');
  const shown = (blocks: Block[]) => blocks.filter((block) => isShown(block, chosen)).flatMap(({ pieces }) => pieces);
  const { beforeText, beforeHtml, end } = ALTERNATIVE;
  return { text: [beforeText, ...shown(text)], html: [beforeHtml, ...shown(html), end] };
}

/** The same with neighbouring pieces in one. */
function join(body: Piece[]): Piece[] {
  const joined: Piece[] = [];
  let run: string[] = [];
  for (const piece of body) {
    if (typeof piece === 'string') run.push(piece);
    else {
      joined.push(run.join(''), piece);
      run = [];
    }
  }
  return [...joined, run.join('')];
}
