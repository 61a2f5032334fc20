import { childrenOf, textOf, type XmlNode } from './xml-nodes.ts';

/** A person of Atom's kind, with children, or of RSS's, as a text. */
export function personOf(node: XmlNode): string {
  const [name] = [...childrenOf(node, 'name'), ...childrenOf(node, 'atom:name')];
  return textOf(name).trim() || nameOf(textOf(node));
}

/**
 * `mail@example.org (Name)`, `Name (mail@example.org)` and `Name <mail@example.org>` → Name; a mere address is no name
 * to print.
 */
export function nameOf(author: string): string {
  const text = author.slice(0, 500).replace(/<[^<>]{0,300}>/g, '');
  const [whole = '', bracketed = ''] = /\(([^()]{1,200})\)\s*$/.exec(text) ?? [];
  const outside = text.slice(0, text.length - whole.length).trim();
  return isAddress(outside) ? nameUnlessAddress(bracketed) : nameUnlessAddress(isAddress(bracketed) ? outside : text);
}

const isAddress = (text: string) => /^(mailto:)?\S+@\S+$/.test(text.trim());

function nameUnlessAddress(text: string): string {
  return /\S@\S/.test(text) ? '' : text.trim();
}
