/**
 * From marks to blocks: the part of the page that belongs to each item of a list.
 *
 * A block is the largest element that holds one mark of its group and no other. Where pages put headline, text and link
 * of all items side by side into one element, a block is a run of siblings.
 */
import type { Anchor } from './find-anchors.ts';
import { looksOf } from './find-anchors.ts';
import { isElement, isHeading, type PageElement, type PageNode, parentOf, textOf } from './page-nodes.ts';
import { isDate } from './page-words.ts';

export type Block = PageNode[];

const MANY = Symbol('many');
const MIN_FOR_MODE = 3;
const MAX_CONTAINERS = 60;
const MAX_SIBLINGS = 5_000;
/** More than any item has side by side. */
const MAX_RUN = 60;

/** All ways to divide the page by this group; which one makes sense shows when they are read. */
export function blocksOf(group: Anchor[]): Block[][] {
  const tops = topsOf(group);
  const whole = tops.map((top): Block => [top]);
  const isBackward = group.filter(({ kind }) => kind === 'more').length * 2 > group.length;
  const runs = isBackward ? runsBefore(tops) : runsAfter(tops);
  const twins = withTwins(tops);
  return [whole, ...(runs ? [runs] : []), ...(twins ? [twins] : []), ...partsOf(whole), ...(runs ? partsOf(runs) : [])];
}

/** With the neighbours that look the same but lack the mark; undefined where there are none. */
function withTwins(tops: PageElement[]): Block[] | undefined {
  const looks = mode(tops.map(looksOf)) ?? '';
  const isTelling = looks.includes('.') || /^(?:article|li|tr|section)$/.test(looks);
  const parents = new Set(tops.flatMap((top) => parentOf(top) ?? []));
  if (!isTelling || tops.length < 2 || parents.size > MAX_CONTAINERS) return undefined;
  const all: Block[] = [];
  const others = new Set<PageNode>(tops);
  for (const parent of parents) {
    if (parent.children.length > MAX_SIBLINGS) return undefined;
    for (const child of parent.children) {
      if (!isElement(child) || (looksOf(child) !== looks && !others.has(child))) continue;
      all.push([child]);
    }
  }
  return all.length > tops.length && all.length < tops.length * 4 ? all : undefined;
}

/** The same by containers: a list in the middle and a list at the side may look alike. */
function partsOf(blocks: Block[]): Block[][] {
  const parts: Block[][] = [];
  for (const level of [1, 2, 3]) {
    const byContainer = new Map<PageElement, Block[]>();
    for (const block of blocks) {
      const container = containerOf(block[0], level);
      if (container) byContainer.set(container, [...(byContainer.get(container) ?? []), block]);
    }
    const some = [...byContainer.values()].filter((part) => part.length > 1 && part.length < blocks.length);
    parts.push(...some.sort((a, b) => b.length - a.length).slice(0, 4));
  }
  return parts;
}

function containerOf(node: PageNode | undefined, level: number): PageElement | undefined {
  let container = node && parentOf(node);
  for (let up = 1; up < level && container; up += 1) container = parentOf(container);
  return container;
}

function topsOf(group: Anchor[]): PageElement[] {
  const owners = new Map<PageElement, unknown>();
  for (const { element, address } of group) claim(owners, element, address ?? element);
  const climbs = group.map(({ element, address }) => climb(owners, element, address ?? element));
  return [...new Set(alike(climbs))];
}

/** Marks an element and all around it as this one's, or as several ones'. */
function claim(owners: Map<PageElement, unknown>, element: PageElement, owner: unknown): void {
  for (let at: PageElement | undefined = element; at; at = parentOf(at)) {
    const other = owners.get(at);
    // Whatever is around an element that several share is shared too.
    if (other === MANY || other === owner) return;
    owners.set(at, other === undefined ? owner : MANY);
  }
}

/** From the mark outwards as long as nobody else is in there. */
function climb(owners: Map<PageElement, unknown>, element: PageElement, owner: unknown): PageElement[] {
  const path = [element];
  for (let at = parentOf(element); at && at.name !== 'body' && owners.get(at) === owner; at = parentOf(at))
    path.push(at);
  return path;
}

/**
 * A mark that stands apart from the others would claim everything around it; its block ends where the others' do.
 * A cell or a list entry is never more than one item.
 */
function alike(climbs: PageElement[][]): PageElement[] {
  const looks = mode(climbs.map((path) => looksOf(path.at(-1) as PageElement)));
  const levels = mode(climbs.map((path) => path.length)) ?? 1;
  return climbs.map((path) => {
    const top = path.at(-1) as PageElement;
    if (climbs.length < MIN_FOR_MODE || looksOf(top) === looks || path.length <= levels) return top;
    return path.findLast((element) => looksOf(element) === looks) ?? path[levels - 1] ?? top;
  });
}

/** The most frequent one; the first of several. */
function mode<Value>(values: Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Each block with the siblings after it, up to the next one. */
function runsAfter(tops: PageElement[]): Block[] | undefined {
  const gaps = gapsBetween(tops);
  if (!gaps) return undefined;
  const lead = leadBefore(tops, gaps);
  const longest = Math.max(...[...gaps.values()].map((gap) => gap.length)) - lead;
  const known = new Set([...gaps.values()].flat().map(looks));
  return tops.map((top) => {
    const before = siblings(top, 'prev', lead).reverse();
    const gap = gaps.get(top);
    const following = gap
      ? gap.slice(0, gap.length - lead)
      : siblings(top, 'next', longest, (node) => known.has(looks(node)));
    return [...before, top, ...untilHeading(following)];
  });
}

/** Each block with the siblings before it: the mark is a link at the item's end. */
function runsBefore(tops: PageElement[]): Block[] | undefined {
  const gaps = gapsBetween(tops);
  if (!gaps) return undefined;
  const longest = Math.max(...[...gaps.values()].map((gap) => gap.length));
  const known = new Set([...gaps.values()].flat().map(looks));
  const gapBefore = new Map([...gaps].map(([top, gap]) => [tops[tops.indexOf(top) + 1], gap]));
  return tops.map((top) => {
    const before = gapBefore.get(top) ?? siblings(top, 'prev', longest, (node) => known.has(looks(node))).reverse();
    return [...before, top];
  });
}

/** What stands between neighbours in one element, by the one before; undefined where nearly nothing does. */
function gapsBetween(tops: PageElement[]): Map<PageElement, PageNode[]> | undefined {
  const isTop = new Set<PageNode>(tops);
  const gaps = new Map<PageElement, PageNode[]>();
  let empty = 0;
  tops.forEach((top, index) => {
    const next = tops[index + 1];
    if (!next || next.parent !== top.parent) return;
    const gap: PageNode[] = [];
    for (let node = top.next; node && !isTop.has(node) && gap.length < MAX_RUN; node = node.next) {
      if (isSaying(node)) gap.push(node);
    }
    gaps.set(top, gap);
    if (gap.length === 0) empty += 1;
  });
  return gaps.size > 0 && empty / gaps.size < 0.4 ? gaps : undefined;
}

const MAX_LEAD = 4;
const SHORT = 40;

/** How many elements before each headline belong to it: a picture, a date, a label. */
function leadBefore(tops: PageElement[], gaps: Map<PageElement, PageNode[]>): number {
  const first = tops[0];
  if (!first) return 0;
  const before = siblings(first, 'prev', MAX_LEAD);
  let lead = 0;
  for (const node of before) {
    const inGaps = [...gaps.values()].filter((gap) => {
      const twin = gap.at(-1 - lead);
      return gap.length > lead + 1 && twin && looks(twin) === looks(node) && isShort(twin);
    });
    if (!isShort(node) || inGaps.length < gaps.size * 0.7) return lead;
    lead += 1;
  }
  return lead;
}

function isShort(node: PageNode): boolean {
  const text = textOf(node, { limit: 100 });
  return (
    text === '' || isDate(text) || (text.length < SHORT && isElement(node) && node.name !== 'p' && node.name !== 'a')
  );
}

function siblings(
  from: PageNode,
  direction: 'next' | 'prev',
  limit: number,
  accepts: (node: PageNode) => boolean = () => true,
): PageNode[] {
  const found: PageNode[] = [];
  for (let node = from[direction]; node && found.length < limit; node = node[direction]) {
    if (!isSaying(node)) continue;
    if (!accepts(node)) break;
    found.push(node);
  }
  return found;
}

/** A headline of another kind begins something else. */
function untilHeading(nodes: PageNode[]): PageNode[] {
  const end = nodes.findIndex((node) => isElement(node) && isHeading(node) && !isDate(textOf(node, { limit: 100 })));
  return end < 0 ? nodes : nodes.slice(0, end);
}

const looks = (node: PageNode) => (isElement(node) ? looksOf(node) : node.type);

function isSaying(node: PageNode): boolean {
  if (node.type === 'text') return node.data.trim() !== '';
  return isElement(node) && node.name !== 'hr' && node.name !== 'br';
}
