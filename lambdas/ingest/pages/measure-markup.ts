/**
 * How much work a page would be for a browser's parser, found out in one linear pass before it is parsed.
 *
 * That parser walks up the open elements for many a tag: 100,000 nested ones take it a minute. Honest pages are
 * nested a few dozen deep.
 */
import { RundbriefError } from '../../domain/errors.ts';

const MAX_TAGS = 250_000;
const MAX_DEPTH = 500;
const MAX_ATTRIBUTES = 300;
/** Open formatting elements are made anew in every paragraph. */
const MAX_FORMATTING_WORK = 2_000_000;

const VOID = words(
  'area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen',
);
/** Their end tags may be left out: the next one ends them. */
const IMPLIED = words('p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt html head body');
const FORMATTING = words('b big code em font i nobr s small strike strong tt u');
const RAW = words('script style textarea title xmp iframe noembed noframes');
const GRAPHICS = words(
  'path circle ellipse rect line polygon polyline use stop g defs image lineargradient radialgradient clippath mask symbol animate fegaussianblur feoffset feblend',
);

/** @throws RundbriefError `invalid` for a page that no browser would thank us for either */
export function assertReadable(html: string): void {
  const open = new Map<string, number>();
  let [tags, depth, deepest, formatting, mostFormatting] = [0, 0, 0, 0, 0];
  for (let at = html.indexOf('<'); at >= 0; ) {
    if (html.startsWith('<!--', at)) {
      at = nextTag(html, after(html, '-->', at + 2));
      continue;
    }
    const isClosing = html.charCodeAt(at + 1) === 47;
    const name = nameAt(html, at + (isClosing ? 2 : 1));
    if (!name) {
      at = nextTag(html, at + 1);
      continue;
    }
    const { end, attributes } = tagEnd(html, at + 1 + name.length);
    tags += 1;
    if (attributes > MAX_ATTRIBUTES) throw tooMuch('one of its elements has hundreds of attributes');
    at = nextTag(html, !isClosing && RAW.has(name) ? rawEnd(html, name, end) : end);
    if (VOID.has(name) || IMPLIED.has(name) || RAW.has(name)) continue;
    if (GRAPHICS.has(name) && html.charCodeAt(end - 2) === 47) continue;
    const count = open.get(name) ?? 0;
    if (isClosing && count === 0) continue;
    const step = isClosing ? -1 : 1;
    open.set(name, count + step);
    depth += step;
    if (FORMATTING.has(name)) formatting += step;
    deepest = Math.max(deepest, depth);
    mostFormatting = Math.max(mostFormatting, formatting);
    if (deepest > MAX_DEPTH) throw tooMuch('its elements are nested too deeply');
    if (tags > MAX_TAGS) throw tooMuch(`it has more than ${MAX_TAGS.toLocaleString('en')} elements`);
  }
  if (mostFormatting > 30 && tags * mostFormatting > MAX_FORMATTING_WORK)
    throw tooMuch('too many tags are never closed');
}

function tooMuch(why: string): RundbriefError {
  return new RundbriefError('invalid', `The page cannot be read: ${why}`);
}

function words(list: string): Set<string> {
  return new Set(list.split(' '));
}

function nextTag(html: string, from: number): number {
  return from >= html.length ? -1 : html.indexOf('<', from);
}

function after(html: string, what: string, from: number): number {
  const at = html.indexOf(what, from);
  return at < 0 ? html.length : at + what.length;
}

function nameAt(html: string, at: number): string {
  let end = at;
  for (; end < at + 40; end += 1) {
    const code = html.charCodeAt(end);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    const isOther = (code >= 48 && code <= 57) || code === 45 || code === 58 || code === 95;
    if (!isLetter && !(isOther && end > at)) break;
  }
  return html.slice(at, end).toLowerCase();
}

function tagEnd(html: string, from: number): { end: number; attributes: number } {
  let attributes = 0;
  let wasBlank = false;
  for (let at = from; at < html.length; at += 1) {
    const code = html.charCodeAt(at);
    if (code === 62) return { end: at + 1, attributes };
    if (code === 32 || (code >= 9 && code <= 13) || code === 47) wasBlank = true;
    else {
      if (wasBlank && code !== 61) attributes += 1;
      wasBlank = false;
      // A value in quotes ends with its quote, whatever stands in it.
      if ((code === 34 || code === 39) && html.charCodeAt(at - 1) === 61) {
        const close = html.indexOf(code === 34 ? '"' : "'", at + 1);
        if (close < 0) return { end: html.length, attributes };
        at = close;
        wasBlank = true;
      }
    }
  }
  return { end: html.length, attributes };
}

/** Where the text of a script or a style ends; an unclosed one takes the rest of the page with it, as in a browser. */
function rawEnd(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  }
  return html.length;
}
