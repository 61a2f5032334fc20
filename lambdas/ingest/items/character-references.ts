import { decode } from 'html-entities';
import { windows1252 } from '../../platform/windows-1252.ts';

const XML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const XML_CHARACTERS = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

// Every part is bounded by the next ampersand, so one pass is linear whatever it is given.
const REFERENCE = /&(?:#(\d+);|#[xX]([0-9a-fA-F]+);|([A-Za-z][A-Za-z0-9]{1,31});)?/g;

/**
 * Makes references well-formed XML: named ones of HTML become characters, numbers that name no character nothing, and an
 * ampersand that begins no reference `&amp;`. Entities a document declares itself are never expanded; they stay as text.
 */
export function repairReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) =>
    name && XML_CHARACTERS.has(name) ? whole : escapeMarkup(charactersOf(whole, decimal, hex, name)),
  );
}

/** The characters that the text stands for, by the same rules. */
export function resolveReferences(text: string): string {
  return text.includes('&') ? text.replace(REFERENCE, charactersOf) : text;
}

/** Escapes what would be markup in text and in attribute values. */
export function escapeMarkup(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (character) => XML_ESCAPES[character] ?? character) : text;
}

function charactersOf(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (decimal) return characterOf(Number.parseInt(decimal, 10));
  if (hex) return characterOf(Number.parseInt(hex, 16));
  return name ? (XML_CHARACTERS.get(name) ?? decode(whole)) : whole;
}

/** Numbers from 128 to 159 mean windows-1252 on the web; what XML forbids becomes nothing. */
function characterOf(number: number): string {
  const codePoint = windows1252(number);
  const isAllowed =
    codePoint === 0x9 ||
    codePoint === 0xa ||
    codePoint === 0xd ||
    (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
    (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
    (codePoint >= 0x10000 && codePoint <= 0x10ffff);
  return isAllowed ? String.fromCodePoint(codePoint) : '';
}
