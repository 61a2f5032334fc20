/** The article above a list that has a look of its own: sticky, featured, the day's main story. */
import { looksOf } from './find-anchors.ts';
import { isAlike } from './is-alike.ts';
import { withoutFragment } from './item-address.ts';
import type { Page } from './load-page.ts';
import {
  ancestorsOf,
  classAndId,
  findAll,
  isElement,
  isHeading,
  isHidden,
  type PageElement,
  type PageNode,
  parentOf,
  textOf,
} from './page-nodes.ts';
import { namesTitle } from './page-words.ts';
import type { Regions } from './rank-list.ts';
import { type ListedItem, readBlocks } from './read-blocks.ts';

const LEVELS_UP = 2;
const MAX_LEADS = 6;

/** The list with the articles before it that are told in the same way but look otherwise. */
export function withLeads(items: ListedItem[], page: Page, regions: Regions): ListedItem[] {
  const nodes = items.flatMap(({ block }) => block.slice(0, 1));
  const region = regionAround(nodes);
  const first = nodes[0];
  if (!region || !first) return items;
  const taken = new Set<PageElement>(
    nodes.flatMap((node) => [...(isElement(node) ? [node] : []), ...ancestorsOf(node)]),
  );
  const marks = headlinesBefore(first, region, taken);
  const byLooks = new Map<string, PageElement[]>();
  for (const block of blocksOf(marks, taken)) {
    if (!regions.isAtTheSide(block)) byLooks.set(looksOf(block), [...(byLooks.get(looksOf(block)) ?? []), block]);
  }
  const known = new Set(items.map(({ address }) => withoutFragment(address)));
  const leads = [...byLooks.values()]
    .flatMap((blocks) =>
      readBlocks(
        blocks.map((block) => [block]),
        page,
      ),
    )
    .filter((lead) => !known.has(withoutFragment(lead.address)) && isAlike(lead, items));
  return leads.length > 0 && leads.length <= MAX_LEADS ? [...leads, ...items] : items;
}

/** What holds the whole list, and a little more. */
function regionAround(nodes: PageNode[]): PageElement | undefined {
  const [first, ...others] = nodes;
  if (!first) return undefined;
  const around = others.map((node) => new Set(ancestorsOf(node)));
  let region = [...ancestorsOf(first)].find((element) => around.every((elements) => elements.has(element)));
  for (let up = 0; up < LEVELS_UP && region && region.name !== 'body' && region.name !== 'main'; up += 1) {
    region = parentOf(region);
  }
  return region;
}

/** Headlines in the region that stand before the list and in none of its blocks. */
function headlinesBefore(first: PageNode, region: PageElement, taken: Set<PageElement>): PageElement[] {
  const found: PageElement[] = [];
  let isBefore = true;
  const visit = (element: PageElement): void => {
    if (element === first) isBefore = false;
    if (!isBefore || isHidden(element) || (taken.has(element) && element === first)) return;
    const isMark = isHeading(element) || (namesTitle(classAndId(element)) && !found.some((one) => holds(element, one)));
    if (isMark && textOf(element, { limit: 300 }).length > 2 && !taken.has(element)) {
      found.push(element);
      return;
    }
    for (const child of element.children) if (isElement(child)) visit(child);
  };
  visit(region);
  return found.slice(0, MAX_LEADS * 4);
}

const holds = (element: PageElement, inner: PageElement) => findAll([element], (one) => one === inner).length > 0;

function blocksOf(marks: PageElement[], taken: Set<PageElement>): PageElement[] {
  const inside = new Map<PageElement, number>();
  for (const mark of marks)
    for (const around of [mark, ...ancestorsOf(mark)]) inside.set(around, (inside.get(around) ?? 0) + 1);
  return marks.map((mark) => {
    let block = mark;
    for (let at = parentOf(mark); at && !taken.has(at) && inside.get(at) === 1; at = parentOf(at)) block = at;
    return block;
  });
}
