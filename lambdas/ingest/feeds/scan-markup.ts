/**
 * Cuts a document into tags, texts and CDATA sections, whatever is broken in it. Every character is looked at a bounded
 * number of times: no regular expression runs over the document, and a terminator that was not found once is not
 * searched again.
 */

export interface MarkupEvents {
  /** A piece of source text without `<`; its references are not resolved. */
  text(source: string): void;
  /** Characters to be taken literally: CDATA, or a `<` that begins no tag. */
  characters(literal: string): void;
  open(name: string, attributes: string, isEmpty: boolean): void;
  close(name: string): void;
}

const LT = 60;
const GT = 62;
const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;
const SLASH = 47;
const CDATA = '<![CDATA[';

export function scanMarkup(text: string, events: MarkupEvents): void {
  const next = terminatorSearch(text);
  for (let at = 0; at < text.length; ) {
    const tag = text.indexOf('<', at);
    const textEnd = tag < 0 ? text.length : tag;
    if (textEnd > at) events.text(text.slice(at, textEnd));
    at = tag < 0 ? text.length : afterTag(text, tag, events, next);
  }
}

type Search = (terminator: string, from: number) => number;

/** indexOf that remembers in vain searches: without this, 100,000 unclosed comments cost a quadratic time. */
function terminatorSearch(text: string): Search {
  const absentFrom = new Map<string, number>();
  return (terminator, from) => {
    if (from >= (absentFrom.get(terminator) ?? Number.POSITIVE_INFINITY)) return -1;
    const found = text.indexOf(terminator, from);
    if (found < 0) absentFrom.set(terminator, from);
    return found;
  };
}

/** Reports what begins at this `<`. @returns where to go on */
function afterTag(text: string, tag: number, events: MarkupEvents, next: Search): number {
  const first = text.charCodeAt(tag + 1);
  if (first === 33) return afterDeclaration(text, tag, events, next); // <!
  if (first === 63) return after(text, tag, '?>', next); // <?
  const isClosing = first === SLASH;
  const nameStart = isClosing ? tag + 2 : tag + 1;
  const end = isNameStart(text.charCodeAt(nameStart)) ? tagEnd(text, nameStart) : -1;
  if (end < 0) {
    events.characters('<');
    return tag + 1;
  }
  const nameEnd = endOfName(text, nameStart, end);
  const name = text.slice(nameStart, nameEnd);
  if (isClosing) events.close(name);
  else {
    const isEmpty = text.charCodeAt(end - 1) === SLASH;
    events.open(name, text.slice(nameEnd, Math.max(nameEnd, isEmpty ? end - 1 : end)), isEmpty);
  }
  return text.charCodeAt(end) === GT ? end + 1 : end;
}

function afterDeclaration(text: string, tag: number, events: MarkupEvents, next: Search): number {
  if (text.startsWith('<!--', tag)) return after(text, tag, '-->', next);
  if (text.startsWith(CDATA, tag)) {
    const start = tag + CDATA.length;
    const end = next(']]>', start);
    // Unclosed, as in a document that was cut: what follows is read as markup, so that at least its items end.
    if (end < 0) return start;
    if (end > start) events.characters(text.slice(start, end));
    return end + 3;
  }
  return text.startsWith('<!DOCTYPE', tag) || text.startsWith('<!doctype', tag)
    ? afterDoctype(text, tag, next)
    : after(text, tag, '>', next);
}

function after(text: string, tag: number, terminator: string, next: Search): number {
  const end = next(terminator, tag + 2);
  if (end >= 0) return end + terminator.length;
  const fallback = next('>', tag);
  return fallback < 0 ? text.length : fallback + 1;
}

/** A document type, with its internal subset if it has one. */
function afterDoctype(text: string, tag: number, next: Search): number {
  const end = next('>', tag);
  const subset = next('[', tag);
  const hasSubset = subset >= 0 && subset < end;
  const subsetEnd = hasSubset ? next(']>', subset) : -1;
  return subsetEnd < 0 ? after(text, tag, '>', next) : subsetEnd + 2;
}

/**
 * The `>` that ends a tag, or the `<` at which a tag that was never closed ends; -1 when it is no tag. A quoted `>`
 * belongs to its value; a quote that is never closed does not swallow the next tag.
 */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  let firstEnd = -1;
  let previous = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LT) return firstEnd;
    if (code === GT && firstEnd < 0) firstEnd = at;
    if (quote) quote = code === quote ? 0 : quote;
    else if (code === GT) return at;
    else if ((code === QUOTE || code === APOSTROPHE) && previous === EQUALS) quote = code;
    if (code > 32) previous = code;
  }
  return firstEnd;
}

function endOfName(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isNamePart(text.charCodeAt(at))) at += 1;
  return at;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 48 && code <= 58) || code === 45 || code === 46;
}
