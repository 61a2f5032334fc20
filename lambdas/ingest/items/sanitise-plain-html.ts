/**
 * The short way for HTML that is beyond doubt: known elements, each closed where it must be, quoted attributes, no
 * comments, no raw text. Everything that goes out is written anew from the same lists as on the long way, so that a tag
 * or a text can only be one. Whatever else is in it takes the long way.
 */
import { decode } from 'html-entities';
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, withSafeAddress } from './allowed-html.ts';
import { isTrackingPixel } from './first-image.ts';

const MAX_TAG = 4000;
const MAX_DEPTH = 40;

const KEPT = new Set(ALLOWED_TAGS);
/** Their content stays. */
const UNWRAPPED = new Set(
  'div span font section article header footer main center strike big tt address wbr'.split(' '),
);
const VOID = new Set('br hr img wbr'.split(' '));
/** Before one of these a browser closes an open paragraph. */
const ENDS_PARAGRAPH = new Set(
  `address article blockquote center details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main ol p pre
  section table ul`.split(/\s+/),
);
/** Elements that stand in certain others alone. */
const PARENTS: Record<string, string | undefined> = {
  li: 'ul ol',
  dt: 'dl',
  dd: 'dl',
  caption: 'table',
  thead: 'table',
  tbody: 'table',
  tfoot: 'table',
  tr: 'table thead tbody tfoot',
  td: 'tr',
  th: 'tr',
  figcaption: 'figure',
  summary: 'details',
};
const TABLE_PARTS = new Set('table thead tbody tfoot tr'.split(' '));

const OPEN = /^<([a-z][a-z0-9]{0,15})((?:\s+[a-z][a-z0-9_:-]{0,40}(?:="[^"<>]*"|='[^'<>]*')?)*)\s*(\/?)>$/i;
const CLOSE = /^<\/([a-z][a-z0-9]{0,15})\s*>$/i;
const ATTRIBUTE = /\s+([a-z][a-z0-9_:-]{0,40})(?:="([^"]*)"|='([^']*)')?/gi;
/** Ampersands that begin something unusual. */
const ODD_REFERENCE = /&(?!(?:#[1-9]\d{1,5}|#x[\da-f]{2,5}|[a-z]{2,8}[1-4]?);|\s|$)/i;

/** @returns undefined when it is not plain */
export function sanitisePlainHtml(html: string, base: string): string | undefined {
  const out: string[] = [];
  const open: string[] = [];
  for (let at = 0; at < html.length; ) {
    const tag = html.indexOf('<', at);
    const text = html.slice(at, tag < 0 ? html.length : tag);
    if (text && (ODD_REFERENCE.test(text) || (text.trim() && TABLE_PARTS.has(open.at(-1) ?? '')))) return undefined;
    out.push(written(text));
    if (tag < 0) break;
    const end = html.indexOf('>', tag);
    const source = end < 0 || end - tag > MAX_TAG ? '' : html.slice(tag, end + 1);
    const piece = source.startsWith('</') ? closed(source, open) : opened(source, open, base);
    if (piece === undefined) return undefined;
    out.push(piece);
    at = end + 1;
  }
  return open.length === 0 ? out.join('').trim() : undefined;
}

function closed(source: string, open: string[]): string | undefined {
  const name = CLOSE.exec(source)?.[1]?.toLowerCase();
  if (!name || open.pop() !== name) return undefined;
  return UNWRAPPED.has(name) ? '' : `</${name === 'h1' ? 'h2' : name}>`;
}

function opened(source: string, open: string[], base: string): string | undefined {
  const [, given = '', attributes = '', isEmpty] = OPEN.exec(source) ?? [];
  const name = given.toLowerCase();
  const isVoid = VOID.has(name);
  const isKnown = KEPT.has(name) || UNWRAPPED.has(name) || name === 'h1';
  if (!isKnown || (isEmpty && !isVoid) || !mayStandIn(name, open)) return undefined;
  if (!isVoid) open.push(name);
  if (UNWRAPPED.has(name)) return '';
  const kept = attributesOf(name, attributes, base);
  if (!kept) return undefined;
  if (name === 'img' && (!kept.src || isTrackingPixel(kept))) return '';
  const texts = Object.entries(kept).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name === 'h1' ? 'h2' : name}${texts.join('')}${isVoid ? ' />' : '>'}`;
}

/** Only where no browser would close or move anything. */
function mayStandIn(name: string, open: string[]): boolean {
  const top = open.at(-1) ?? '';
  const parents = PARENTS[name];
  if (parents) return parents.split(' ').includes(top);
  if (open.length >= MAX_DEPTH || TABLE_PARTS.has(top)) return false;
  if (name === 'a' && open.includes('a')) return false;
  return !ENDS_PARAGRAPH.has(name) || !(open.includes('p') || /^h\d$/.test(top));
}

/** @returns undefined where there is doubt: a name twice, or one of ours without a value */
function attributesOf(name: string, source: string, base: string): Record<string, string> | undefined {
  const given: Record<string, string> = Object.create(null);
  for (const [, attribute = '', double, single] of source.matchAll(ATTRIBUTE)) {
    const key = attribute.toLowerCase();
    const value = double ?? single;
    if (key in given || (value !== undefined && ODD_REFERENCE.test(value))) return undefined;
    given[key] = value === undefined ? '' : decoded(value);
  }
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(withSafeAddress(name, given, base))) {
    if (!ALLOWED_ATTRIBUTES['*']?.includes(key) && !ALLOWED_ATTRIBUTES[name]?.includes(key)) continue;
    if (!value && key !== 'alt') return undefined;
    kept[key] = value;
  }
  return kept;
}

const decoded = (text: string) => (text.includes('&') ? decode(text) : text);

function written(text: string): string {
  return /[&>]/.test(text)
    ? decoded(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}

function escaped(value: string): string {
  return /[&<>"]/.test(value)
    ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : value;
}
