/** A style sheet as a browser of one width and colour scheme would apply it. css-tree reads it; we choose. */
import parse, { type CssNode } from 'css-tree/parser';
import type { Scheme } from './finding.ts';

export interface Declaration {
  /** Lower case. */
  property: string;
  value: string;
  isImportant: boolean;
}

export interface StyleRule {
  /** One selector of the list, as it was written. */
  selector: string;
  /** Its ids count 10,000 each, its classes 100, its elements 1. */
  specificity: number;
  declarations: Declaration[];
}

/** Of the mail in a window of a desktop, where every rule for phones is out of play. */
const WIDTH = 600;

/** @returns the rules that count in this scheme, in their order; what cannot be read is left out, as browsers do */
export function rulesIn(css: string, scheme: Scheme): StyleRule[] {
  return blockRules(parse(css, { parseValue: false, positions: true }), css, scheme);
}

/** Of a `style` attribute. */
export const declarationsIn = (inline: string): Declaration[] =>
  declarations(parse(inline, { context: 'declarationList', parseValue: false }));

function blockRules(block: CssNode, css: string, scheme: Scheme): StyleRule[] {
  return childrenOf(block).flatMap((node) => {
    if (node.type === 'Rule' && node.block) return selectorRules(node, declarations(node.block), css);
    if (node.type !== 'Atrule' || !node.block || !applies(node, scheme)) return [];
    return blockRules(node.block, css, scheme);
  });
}

const childrenOf = ({ children }: CssNode): CssNode[] => [...(children ?? [])];

function selectorRules({ prelude }: CssNode, styles: Declaration[], css: string): StyleRule[] {
  return childrenOf(prelude ?? { type: 'Raw' })
    .filter((selector) => selector.loc)
    .map((selector) => ({
      selector: css.slice(selector.loc?.start.offset, selector.loc?.end.offset),
      specificity: specificityOf(selector),
      declarations: styles,
    }));
}

function declarations(block: CssNode): Declaration[] {
  return childrenOf(block).flatMap(({ type, property, value, important }) => {
    if (type !== 'Declaration' || !property) return [];
    const text = String((value as CssNode | undefined)?.value ?? '');
    return [{ property: property.toLowerCase(), value: text.trim(), isImportant: Boolean(important) }];
  });
}

const WEIGHTS: Record<string, number> = {
  IdSelector: 10_000,
  ClassSelector: 100,
  AttributeSelector: 100,
  PseudoClassSelector: 100,
  TypeSelector: 1,
  PseudoElementSelector: 1,
};

function specificityOf(selector: CssNode): number {
  return childrenOf(selector)
    .filter(({ type, name }) => type !== 'TypeSelector' || name !== '*')
    .reduce((sum, { type }) => sum + (WEIGHTS[type] ?? 0), 0);
}

function applies({ name, prelude }: CssNode, scheme: Scheme): boolean {
  if (name === 'supports' || name === 'layer') return true;
  if (name !== 'media' || !prelude) return false;
  return childrenOf(prelude).some((list) => childrenOf(list).some((query) => queryApplies(query, scheme)));
}

function queryApplies({ modifier, mediaType, condition }: CssNode, scheme: Scheme): boolean {
  const isType = !mediaType || mediaType === 'screen' || mediaType === 'all';
  const isMet = isType && (!condition || conditionApplies(condition, scheme));
  return modifier === 'not' ? !isMet : isMet;
}

function conditionApplies(node: CssNode, scheme: Scheme): boolean {
  if (node.type === 'Feature') return featureApplies(node, scheme);
  const parts = childrenOf(node);
  const words = parts.flatMap(({ type, name }) => (type === 'Identifier' ? [name] : []));
  const met = parts.filter(({ type }) => type !== 'Identifier').map((part) => conditionApplies(part, scheme));
  if (met.length === 0) return false;
  if (words.includes('not')) return !met[0];
  return words.includes('or') ? met.some(Boolean) : met.every(Boolean);
}

/** What we do not know of this window does not apply. */
function featureApplies({ name, value }: CssNode, scheme: Scheme): boolean {
  const given = value as CssNode | null;
  if (name === 'prefers-color-scheme') return given?.name === scheme;
  if (given?.unit !== 'px') return false;
  if (name === 'min-width') return WIDTH >= Number(given.value);
  return name === 'max-width' && WIDTH <= Number(given.value);
}
