/** The list of articles on a page, found by what repeats in it. */
import { findAnchorGroups } from './find-anchors.ts';
import { type Block, blocksOf } from './find-blocks.ts';
import { withLeads } from './find-leads.ts';
import { withoutFragment } from './item-address.ts';
import type { Page } from './load-page.ts';
import { measurePage } from './measure-page.ts';
import { pointsOf, regionsOf, withoutStrays } from './rank-list.ts';
import { type ListedItem, MAX_BLOCKS, readBlocks } from './read-blocks.ts';

/** A list must be better than a menu. */
const MIN_POINTS = 1.2;
/** Elements looked at, all readings together: some seconds. An ordinary page needs a hundredth. */
const MOST_WORK = 1_200_000;

export function findList(page: Page): ListedItem[] {
  const measures = measurePage(page.body);
  const regions = regionsOf(page, measures);
  let best: { items: ListedItem[]; points: number } | undefined;
  const seen = new Set<string>();
  let budget = MOST_WORK;
  for (const group of findAnchorGroups(page)) {
    for (const blocks of blocksOf(group)) {
      const mark = markOf(blocks);
      const work = measures.workOf(blocks.slice(0, MAX_BLOCKS).flat());
      if (seen.has(mark) || work > budget) continue;
      seen.add(mark);
      budget -= work;
      const items = withoutStrays(readBlocks(blocks, page), regions);
      const points = pointsOf(items, regions);
      // Of two that are nearly as good, the one found first is the simpler one.
      if (points > (best ? best.points * 1.05 : MIN_POINTS)) best = { items, points };
    }
  }
  return best ? withLeads(withoutRepeats(best.items), page, regions) : [];
}

/** Names a block for as long as its page is read. */
const ids = new WeakMap<object, number>();
let lastId = 0;
function idOf(node: object): number {
  const known = ids.get(node);
  if (known !== undefined) return known;
  lastId += 1;
  ids.set(node, lastId);
  return lastId;
}

const markOf = (blocks: Block[]) =>
  blocks.map((block) => `${block.length}.${block[0] ? idOf(block[0]) : ''}`).join(' ');

/** An article that is named twice stands where it is told best. */
function withoutRepeats(items: ListedItem[]): ListedItem[] {
  const byAddress = new Map<string, ListedItem>();
  for (const item of items) {
    const key = withoutFragment(item.address);
    const known = byAddress.get(key);
    if (!known || known.teaser.length < item.teaser.length) byAddress.set(key, item);
  }
  return items.filter((item) => byAddress.get(withoutFragment(item.address)) === item);
}
