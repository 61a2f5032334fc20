/** Where an event takes place, as the words around its date say. */
import { CONNECTORS, EVENT, VENUE } from './event-words.ts';

const MAX_PLACE = 120;
const MAX_WORDS = 12;
const LABEL = /^\s*(?:ort|wo|veranstaltungsort|treffpunkt|where|place|venue|location)\s*:\s*(.+)$/i;
const PREPOSITION =
  /^(?:im|in der|in den|in dem|in|am|an der|auf dem|auf der|bei der|beim|at the|at|in the|on the)\s+/i;
const CALL_NAMES = /^(?:uhr|mit|von|prof|dr|frau|herr)\b/i;

interface PlaceWords {
  /** After the date, in its line. */
  tail: string;
  /** The lines that follow. */
  next: string[];
  /** The line gives when and where, rather than being a sentence. */
  isHeading: boolean;
}

export function placeIn({ tail, next, isHeading }: PlaceWords): string | undefined {
  const labelled = next
    .slice(0, 4)
    .map((line) => LABEL.exec(line)?.[1])
    .find(Boolean);
  if (labelled) return nameOf(labelled, true);
  const rest = tail.replace(/^(?:[\s,;|·•:()/–—-]|uhr\b|ct\b|c\.t\.)+/i, '');
  const preposition = PREPOSITION.exec(rest)?.[0] ?? '';
  const name = nameOf(rest.slice(preposition.length), isHeading);
  const isNamed = name && (preposition || isHeading) && isPlace(name, Boolean(preposition));
  if (isNamed) return name;
  const [line = ''] = next;
  // A line of its own below the date must look like a place: after it comes, as a rule, the text.
  return isHeading && !rest.trim() && VENUE.test(line) && line.length <= MAX_PLACE && !/[.!?]$/.test(line)
    ? nameOf(line, true)
    : undefined;
}

const VENUE_AT_START =
  /^[\s,;|·•–—-]*((?:\p{Lu}[\p{L}\p{N}.’'-]*\s+){0,2}?\p{Lu}[\p{L}.’'-]*)(?:,\s*(\p{Lu}[\p{L}-]+))?(?![\p{L}-]|\s+\p{Ll})/u;

/**
 * A hall, and perhaps its town, right after a date. Where the lines of an announcement were run together, as many pages do
 * with their teasers, nothing but the name itself tells where it ends. A sentence would go on with a verb.
 */
export function venueAfter(tail: string): string | undefined {
  const [, hall = '', town] = VENUE_AT_START.exec(tail) ?? [];
  if (!VENUE.test(hall)) return undefined;
  return town ? `${hall}, ${town}` : hall;
}

/** Words up to the first that stands in no name. */
function nameOf(text: string, isWhole: boolean): string | undefined {
  const sentence = text.trim().split(/[.:!?;|]\s|[.!?;|]$|\s[–—-]\s|\n/, 1)[0] ?? '';
  const words: string[] = [];
  for (const word of sentence.split(/\s+/).slice(0, MAX_WORDS + 1)) {
    if (/^\p{Ll}/u.test(word) && !CONNECTORS.has(word)) {
      if (isWhole) return undefined;
      break;
    }
    words.push(word);
  }
  while (CONNECTORS.has(words.at(-1)?.toLowerCase() ?? '')) words.pop();
  const name = words.join(' ').replace(/[\s,;:()–-]+$/, '');
  return words.length <= MAX_WORDS && /^[\p{Lu}\d„"]/u.test(name) && name.length <= MAX_PLACE ? name : undefined;
}

/** `Vortrag von Anna Meier` stands after dates as well. */
function isPlace(name: string, hasPreposition: boolean): boolean {
  if (CALL_NAMES.test(name)) return false;
  if (VENUE.test(name)) return true;
  return !EVENT.test(name) && name.split(' ').length <= (hasPreposition ? 6 : 3);
}
