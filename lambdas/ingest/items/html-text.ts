import { decode } from 'html-entities';

/**
 * HTML → plain text in one linear pass: tags gone, references resolved, white space folded. For titles and teasers; what
 * comes out is text, so it is escaped again wherever it is shown.
 *
 * Only real elements count as tags: `5 < 6`, `<3` and `List<String>` stay.
 */
export function textOfHtml(html: string, { limit = Number.POSITIVE_INFINITY } = {}): string {
  return foldSpace(
    decodeReferences(html.includes('<') ? withoutTags(html, limit, ' ') : html.slice(0, sourceLimit(limit))),
  );
}

/** The same text, in the lines in which paragraphs, headings and breaks set it. */
export function linesOfHtml(html: string, { limit = Number.POSITIVE_INFINITY } = {}): string[] {
  const text = withoutTags(html.replace(/[\r\n\u2028\u2029]+/g, ' '), limit, '\n');
  return text
    .split('\n')
    .map((line) => foldSpace(decodeReferences(line)))
    .filter(Boolean);
}

/** @param gap - what stands in the place of an element that begins a line */
function withoutTags(html: string, limit: number, gap: string): string {
  const pieces: string[] = [];
  let length = 0;
  for (let at = 0; at < html.length && length < sourceLimit(limit); ) {
    const tag = html.indexOf('<', at);
    const end = tag < 0 ? html.length : tag;
    pieces.push(html.slice(at, end));
    length += end - at;
    if (tag < 0) break;
    const { piece, next } = readTag(html, tag);
    pieces.push(piece === ' ' ? gap : piece);
    at = next;
  }
  return pieces.join('');
}

/** White space folded to single blanks, none at the ends; characters that show nothing or turn the line around are gone. */
export function foldSpace(text: string): string {
  return text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** At most so many characters, cut between words, with an ellipsis. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const lastBlank = cut.lastIndexOf(' ');
  return `${(lastBlank > limit * 0.6 ? cut.slice(0, lastBlank) : cut).replace(/[\s,;:.–-]{1,5}$/, '')}…`;
}

// Zero-width space, direction marks and overrides, byte order mark, C0 and C1 controls except white space.
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** References may be five characters for one, and white space folds. */
const sourceLimit = (limit: number) => limit * 8;

const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'head', 'svg', 'math']);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const BLOCK = new Set(
  `address applet article aside audio base basefont blockquote body br button canvas caption center col colgroup dd details dialog dir div
  dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html img input
  legend li link main map marquee menu meta meter nav noembed noframes object ol optgroup option output p param picture pre progress section select
  source summary table tbody td textarea tfoot th thead title tr track ul video`.split(/\s+/),
);

function readTag(html: string, at: number): { piece: string; next: number } {
  const isClosing = html[at + 1] === '/';
  const name = nameAt(html, isClosing ? at + 2 : at + 1);
  if (html.startsWith('<!', at) || html.startsWith('<?', at)) return { piece: '', next: afterDeclaration(html, at) };
  if (!name || !(SILENT.has(name) || INLINE.has(name) || BLOCK.has(name))) return { piece: '<', next: at + 1 };
  const next = afterTag(html, at + 1 + name.length);
  if (SILENT.has(name) && !isClosing) return { piece: ' ', next: afterSilent(html, name, next) };
  return { piece: INLINE.has(name) ? '' : ' ', next };
}

function nameAt(html: string, at: number): string {
  let end = at;
  while (end < at + 12 && isLetterOrDigit(html.charCodeAt(end))) end += 1;
  // An element's name ends in a blank, a slash or the end of the tag; `<b@example.org>` is an address.
  return /^[\s/>]?$/.test(html.charAt(end)) ? html.slice(at, end).toLowerCase() : '';
}

/** Up to the `>`, past quoted ones; a tag that never ends is cut off before the next one begins. */
function afterTag(html: string, from: number): number {
  let quote = '';
  let firstEnd = -1;
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (character === '<') return firstEnd < 0 ? at : firstEnd + 1;
    if (character === '>' && firstEnd < 0) firstEnd = at;
    if (quote) quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && html.charAt(at - 1) === '=') quote = character;
  }
  return firstEnd < 0 ? html.length : firstEnd + 1;
}

function afterDeclaration(html: string, at: number): number {
  const terminator = html.startsWith('<!--', at) ? '-->' : '>';
  const end = html.indexOf(terminator, at + 2);
  // An unclosed comment hides the rest, as in a browser.
  return end < 0 ? html.length : end + terminator.length;
}

/** What a script or a style holds is no text; unclosed, it takes the rest with it. */
function afterSilent(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (nameAt(html, at + 2) === name) return afterTag(html, at + 2 + name.length);
  }
  return html.length;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function decodeReferences(text: string): string {
  return text.includes('&') ? decode(text) : text;
}
