/**
 * What may mark one item of a list: its headline, or the link to it. Marks that look alike in the page's markup are kept
 * together; whether a list of them is the page's list is decided by reading it.
 */

import { itemAddress } from './item-address.ts';
import { isOwnHost, type Page } from './load-page.ts';
import {
  ancestorsOf,
  classAndId,
  classWords,
  findAll,
  isElement,
  isHeading,
  isHidden,
  isLink,
  type PageElement,
  parentOf,
  textOf,
} from './page-nodes.ts';
import { isDate, isMark, isMore, namesMore, namesTitle } from './page-words.ts';

export interface Anchor {
  element: PageElement;
  /** `more` is a link that only says "Weiterlesen": it stands at the end of an item. */
  kind: 'heading' | 'title' | 'link' | 'more' | 'bold' | 'term';
  /** Of a link. */
  address?: string;
}

const MAX_GROUPS = 80;
const MAX_MEMBERS = 400;
const MAX_TITLE = 260;
const MIN_TITLE = 3;

/** Groups of marks that look alike, the promising ones first. */
export function findAnchorGroups(page: Page): Anchor[][] {
  const groups = new Map<string, Anchor[]>();
  for (const anchor of anchorsOf(page)) {
    for (const key of keysOf(anchor)) {
      const group = groups.get(key);
      if (!group) groups.set(key, [anchor]);
      else if (group.length < MAX_MEMBERS) group.push(anchor);
    }
  }
  const seen = new Set<string>();
  const distinct = [...groups.values()].filter((group) => {
    const mark = `${group.length}:${orderOf(group[0])}:${orderOf(group.at(-1))}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
  return distinct.sort((a, b) => promise(b) - promise(a)).slice(0, MAX_GROUPS);
}

const order = new WeakMap<PageElement, number>();
const orderOf = (anchor: Anchor | undefined) => (anchor ? (order.get(anchor.element) ?? 0) : 0);

const WEIGHT: Record<Anchor['kind'], number> = { heading: 4, title: 3, link: 1.5, more: 2, term: 1.5, bold: 1 };
function promise(group: Anchor[]): number {
  const distinct = new Set(group.map(({ address, element }) => address ?? element)).size;
  return Math.min(distinct, 20) * WEIGHT[group[0]?.kind ?? 'link'];
}

function anchorsOf({ body, base, url, hosts }: Page): Anchor[] {
  const found: Anchor[] = [];
  let count = 0;
  const visit = (element: PageElement): void => {
    if (isHidden(element) || isOfThePage(element)) return;
    count += 1;
    order.set(element, count);
    const kind = kindOf(element);
    if (kind === 'link' || kind === 'more') {
      const address = itemAddress(element, { base, url });
      if (address && isOwnHost(address, hosts)) found.push({ element, kind, address });
    } else if (kind) found.push({ element, kind });
    for (const child of element.children) if (isElement(child)) visit(child);
  };
  visit(body);
  return found;
}

const SKIPPED = new Set(['nav', 'svg', 'select', 'template', 'iframe', 'object', 'math', 'textarea', 'noscript']);
const SKIPPED_ROLES = new Set(['navigation', 'search', 'contentinfo', 'menu', 'menubar', 'dialog', 'alertdialog']);
const MAX_CARD_LINKS = 5;

/** Menus and the page's own foot: whatever repeats in there is no news. */
function isOfThePage(element: PageElement): boolean {
  const { name, attribs } = element;
  if (SKIPPED.has(name) || SKIPPED_ROLES.has(attribs.role ?? '')) return true;
  if (name !== 'footer') return false;
  // Cards have feet too.
  let depth = 0;
  for (const { name: around } of ancestorsOf(element)) {
    if (around === 'article' || around === 'li' || around === 'td') return false;
    depth += 1;
  }
  return depth <= 3 || findAll([element], isLink).length > MAX_CARD_LINKS;
}

function kindOf(element: PageElement): Anchor['kind'] | undefined {
  if (isLink(element)) return linkKind(element);
  const { name } = element;
  const isMarked =
    isHeading(element) || name === 'dt' || name === 'strong' || name === 'b' || namesTitle(classAndId(element));
  if (!isMarked) return undefined;
  const text = textOf(element, { limit: MAX_TITLE + 1 });
  if (text.length < MIN_TITLE || text.length > MAX_TITLE || isMore(text) || isDate(text) || isMark(text))
    return undefined;
  if (isHeading(element)) return 'heading';
  if (name === 'dt') return 'term';
  return name === 'strong' || name === 'b' ? 'bold' : 'title';
}

/** A link without text may hold a picture, or cover a whole card. */
function linkKind(element: PageElement): 'link' | 'more' {
  const text = textOf(element, { limit: MAX_TITLE + 1 }) || (element.attribs['aria-label'] ?? '');
  return isMore(text) || (text === '' && namesMore(classAndId(element))) ? 'more' : 'link';
}

/** The same mark by its looks, strictly and loosely: class names may tell two lists apart, or be different in each item. */
function keysOf({ element, kind }: Anchor): string[] {
  const parent = parentOf(element);
  const grandparent = parent && parentOf(parent);
  const tags = `${kind} ${element.name}<${parent?.name}<${grandparent?.name}`;
  const loose = kind === 'heading' ? [`heading ${element.name}`] : [];
  const names = classWords(element).filter((word) => !FICKLE.test(word));
  // The same name on headlines of two sizes.
  const named = names.length > 0 && (kind === 'heading' || kind === 'title') ? [`named ${names.sort().join('.')}`] : [];
  return [`${kind} ${looksOf(element)}<${parent && looksOf(parent)}<${grandparent?.name}`, tags, ...loose, ...named];
}

const FICKLE =
  /\d|(?:^|[-_])(?:odd|even|first|last)$|^(?:active|current|sticky|clearfix|no-?image|with-?image|has-.*|status-.*|category-.*|cat-.*|tag-.*|format-.*|topic-.*|type-.*|animate.*|aos-.*|wow|fade.*)$/i;

/** Tag and class names, without those that differ from item to item. */
export function looksOf(element: PageElement): string {
  const words = classWords(element).filter((word) => !FICKLE.test(word));
  return [element.name, ...words.slice(0, 6).sort()].join('.');
}
