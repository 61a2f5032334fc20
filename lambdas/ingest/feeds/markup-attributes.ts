import { escapeMarkup, repairReferences } from '../items/character-references.ts';
import type { MarkupNames } from './markup-names.ts';

/** Name as written, value with its references still in it but well-formed. */
export type Attribute = [name: string, value: string];

// Sticky, and begun only at a character that can begin a name: one pass, no way back.
const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]*)))?/y;
const XML_NAME = /^[A-Za-z_][\w:.-]*$/;

export function attributesOf(source: string): Attribute[] {
  const found = new Map<string, string>();
  let at = 0;
  while (at < source.length) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(source);
    at = match ? ATTRIBUTE.lastIndex : at + 1;
    if (!match) continue;
    const [, name = '', double, single, bare] = match;
    if (!found.has(name)) found.set(name, repairReferences(double ?? single ?? bare ?? ''));
  }
  return [...found];
}

/** The attributes as they stand in a well-formed tag, with a blank before each. */
export function written(attributes: Attribute[], names: MarkupNames): string {
  let text = '';
  for (const [name, value] of attributes) {
    if (!XML_NAME.test(name) || name === 'xmlns' || name.startsWith('xmlns:')) continue;
    const usual = name.includes(':') ? names.canonical(name) : name;
    text += ` ${usual}="${/[<"]/.test(value) ? value.replace(/[<"]/g, escapeMarkup) : value}"`;
  }
  return text;
}
