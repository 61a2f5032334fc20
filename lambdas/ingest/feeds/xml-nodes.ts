import type { FoundText } from '../items/parsed-document.ts';
import { innerBase } from '../items/web-address.ts';
import { decodeText } from './decode-text.ts';

/** An element as xml2js gives it: its text alone, or text `_`, attributes `$` and children by name. */
export type XmlNode = string | { _?: string; $?: Record<string, string>; [child: string]: unknown };

/** Elements of an item or a channel by their usual name. */
export type Elements = Record<string, XmlNode[] | undefined>;

export function textOf(node: XmlNode | undefined): string {
  if (typeof node === 'string') return node;
  return typeof node?._ === 'string' ? node._ : '';
}

export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  const value: unknown = typeof node === 'object' ? node.$?.[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  const nodes = typeof node === 'object' ? node[name] : undefined;
  return Array.isArray(nodes) ? nodes : [];
}

/** The first of these elements that holds any text. */
export function firstText(elements: Elements, ...names: string[]): XmlNode | undefined {
  for (const name of names) {
    const node = elements[name]?.find((candidate) => textOf(candidate).trim());
    if (node) return node;
  }
  return undefined;
}

export function allTexts(elements: Elements, ...names: string[]): string[] {
  return names.flatMap((name) => (elements[name] ?? []).map(textOf)).filter((text) => text.trim());
}

/**
 * An element that holds text for people.
 *
 * @param saysItsType - Atom: HTML only where its type says so. RSS has no types: its texts are HTML.
 * @param base - what its xml:base is relative to
 */
export function textElement(node: XmlNode | undefined, saysItsType: boolean, base?: string): FoundText | undefined {
  const type = attribute(node, 'type');
  const value =
    attribute(node, 'mode') || type ? charactersOf(textOf(node), type, attribute(node, 'mode')) : textOf(node);
  if (!node || !value.trim()) return undefined;
  const isHtml = saysItsType ? /html|^application\//i.test(type ?? '') || (!type && looksLikeHtml(value)) : true;
  const own = attribute(node, 'xml:base');
  return { value, isHtml, ...(own !== undefined && base ? { base: innerBase(own, base) } : {}) };
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const IS_TEXT = /^(text|html|xhtml|text\/.*|.*[+/]xml|.*html.*)$/i;

/** Atom 0.3 says `mode="base64"`; Atom 1.0 means it wherever the type is that of neither text nor XML. */
function charactersOf(text: string, type: string | undefined, mode: string | undefined): string {
  const isEncoded = mode?.trim() === 'base64' || (!mode && type?.includes('/') && !IS_TEXT.test(type.trim()));
  if (!isEncoded || !BASE64.test(text)) return text;
  const characters = decodeText(Buffer.from(text, 'base64'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a picture has them, a text has not
  return /[\u0000-\u0008\u000e-\u001f]/.test(characters) ? '' : characters;
}

/** Without a type Atom means text, yet many write HTML: an end tag or a reference gives it away. */
function looksLikeHtml(value: string): boolean {
  return /<\/[a-z]{1,10}\d?>|&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,5});/i.test(value.slice(0, 20_000));
}
