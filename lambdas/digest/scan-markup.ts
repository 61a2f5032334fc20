/**
 * MJML and the HTML in it, read as they are written: where each tag begins and what is not closed. Parsers of HTML mend
 * what they read, and MJML's drops it silently; an author wants to know the line.
 */
export interface MarkupAttribute {
  name: string;
  value: string;
  isQuoted: boolean;
  at: number;
}

export type MarkupEvent =
  | { kind: 'open'; name: string; attributes: MarkupAttribute[]; isSelfClosed: boolean; at: number }
  | { kind: 'close'; name: string; at: number }
  /** `style` is what stands in an element of that kind: nothing in it is a tag. */
  | { kind: 'text' | 'comment' | 'style'; text: string; at: number }
  | { kind: 'fault'; message: string; at: number };

const TAG_NAME = /<([a-zA-Z][^\s/>"'<]*)/y;
const CLOSING = /<\/([a-zA-Z][^\s/>"'<]*)\s*>/y;
const ATTRIBUTE = /([^\s=/>"'<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;
const TEXT = /(?:[^<]|<(?![a-zA-Z/!?]))+/y;
const HOLDS_STYLE = ['mj-style', 'style'];

export function scanMarkup(text: string): MarkupEvent[] {
  const events: MarkupEvent[] = [];
  let at = 0;
  while (at < text.length) {
    const { event, end } = eventAt(text, at);
    events.push(...event);
    at = Math.max(end, at + 1);
    const last = events.at(-1);
    if (last?.kind !== 'open' || last.isSelfClosed || !HOLDS_STYLE.includes(last.name.toLowerCase())) continue;
    const close = text.toLowerCase().indexOf(`</${last.name.toLowerCase()}`, at);
    const until = close < 0 ? text.length : close;
    events.push({ kind: 'style', text: text.slice(at, until), at });
    at = until;
  }
  return events;
}

interface Found {
  event: MarkupEvent[];
  end: number;
}

function eventAt(text: string, at: number): Found {
  const plain = matchAt(TEXT, text, at);
  if (plain) return { event: [{ kind: 'text', text: plain[0], at }], end: at + plain[0].length };
  if (text.startsWith('<!--', at)) return comment(text, at);
  if (text.startsWith('<!', at) || text.startsWith('<?', at)) return declaration(text, at);
  const closing = matchAt(CLOSING, text, at);
  if (closing) return { event: [{ kind: 'close', name: closing[1] ?? '', at }], end: at + closing[0].length };
  return matchAt(TAG_NAME, text, at) ? openTag(text, at) : fault(at, 'This tag is not closed by >', at + 2);
}

function comment(text: string, at: number): Found {
  const end = text.indexOf('-->', at + 4);
  if (end < 0) return fault(at, 'This comment is not closed by -->', text.length);
  return { event: [{ kind: 'comment', text: text.slice(at, end + 3), at }], end: end + 3 };
}

function declaration(text: string, at: number): Found {
  const end = text.indexOf('>', at);
  if (text.startsWith('<![CDATA[', at)) return fault(at, 'CDATA is not known here: write the text as it is', end + 1);
  return end < 0 ? fault(at, 'This tag is not closed by >', text.length) : { event: [], end: end + 1 };
}

function openTag(text: string, at: number): Found {
  const name = matchAt(TAG_NAME, text, at)?.[1] ?? '';
  const tag: MarkupEvent = { kind: 'open', name, attributes: [], isSelfClosed: false, at };
  let next = at + 1 + name.length;
  for (;;) {
    next += matchAt(/\s*/y, text, next)?.[0].length ?? 0;
    if (text[next] === '>') return { event: [tag], end: next + 1 };
    if (text.startsWith('/>', next)) return { event: [{ ...tag, isSelfClosed: true }], end: next + 2 };
    const found = matchAt(ATTRIBUTE, text, next);
    if (!found) return unclosedTag(tag, text, next);
    const [whole, attribute = '', double, single, bare] = found;
    const value = double ?? single ?? bare ?? '';
    // A tag within quotation marks: they were closed by those of a later attribute.
    if (value.includes('<')) return brokenQuotes(tag, attribute, next, text);
    const isQuoted = double !== undefined || single !== undefined;
    tag.attributes.push({ name: attribute, value, isQuoted, at: next });
    next += whole.length;
  }
}

function unclosedTag(tag: MarkupEvent & { kind: 'open' }, text: string, at: number): Found {
  const isQuote = /["'=]/.test(text[at] ?? '');
  const last = tag.attributes.at(-1);
  if (isQuote && last) return brokenQuotes(tag, last.name, last.at, text);
  if (text[at] === '/') return { event: [tag], end: text.indexOf('>', at) + 1 || text.length };
  return { event: [tag, ...faultEvent(tag.at, `<${tag.name} is not closed by >`)], end: at };
}

function brokenQuotes(tag: MarkupEvent & { kind: 'open' }, attribute: string, at: number, text: string): Found {
  const end = text.indexOf('>', at);
  const message = `The quotation marks of ${attribute} are not closed`;
  return { event: [tag, ...faultEvent(at, message)], end: end < 0 ? text.length : end + 1 };
}

const faultEvent = (at: number, message: string): MarkupEvent[] => [{ kind: 'fault', message, at }];

function fault(at: number, message: string, end: number): Found {
  return { event: faultEvent(at, message), end };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
