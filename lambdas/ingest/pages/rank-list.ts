/** How much a list of read items looks like the page's own list of articles. */

import { looksOf } from './find-anchors.ts';
import { isAlike } from './is-alike.ts';
import { slugShare } from './item-address.ts';
import type { Page } from './load-page.ts';
import type { Measures } from './measure-page.ts';
import { ancestorsOf, classAndId, isElement, type PageElement, type PageNode, parentOf } from './page-nodes.ts';
import { namesSide } from './page-words.ts';
import type { ListedItem } from './read-blocks.ts';

const ENOUGH_ITEMS = 25;
const AT_THE_SIDE = 0.1;

export function pointsOf(items: ListedItem[], regions: Regions): number {
  if (items.length === 0) return 0;
  const distinct = new Set(items.map(({ address }) => address)).size / items.length;
  const titles = new Set(items.map(({ title }) => title)).size / items.length;
  const sum = items.slice(0, ENOUGH_ITEMS).reduce((points, item) => points + richness(item), 0);
  return sum * distinct * titles * average(items.map(({ block }) => regions.weightOf(block[0])));
}

/** What one item tells: a menu's entry little, an article's teaser much. */
function richness({ title, address, teaser, date, image, titleKind }: ListedItem): number {
  const told =
    0.3 +
    2.5 * Math.min(1, teaser.length / 120) +
    (date ? 0.7 : 0) +
    (image ? 0.3 : 0) +
    (titleKind === 'heading' || titleKind === 'title' ? 0.5 : 0) +
    0.6 * (slugShare(address, title) ?? 0.3);
  return told * Math.min(1, title.length / 25 + 0.2);
}

/** Without entries that are of another kind than nearly all the others: a box among them, a list at the page's side. */
export function withoutStrays(items: ListedItem[], regions: Regions): ListedItem[] {
  const inMiddle = items.filter(({ block }) => block[0] && !regions.isAtTheSide(block[0]));
  const kept = withoutOutsiders(inMiddle.length > 1 ? inMiddle : items);
  const looks = mostFrequent(kept.map(({ block }) => block.map(looksOfNode).join()));
  const withTeaser = kept.filter(({ teaser }) => teaser !== '').length;
  if (withTeaser < kept.length * 0.6) return kept;
  return kept.filter(
    ({ block, teaser }) => teaser !== '' || block.map(looksOfNode).join() === looks || block.length > 1,
  );
}

const NEARLY_ALL = 0.6;

/** Those that stand elsewhere than nearly all of the others must be articles by themselves. */
function withoutOutsiders(items: ListedItem[]): ListedItem[] {
  const containers = items.map(({ block }) => block[0] && parentOf(block[0]));
  const home = mostFrequent(containers);
  const insiders = items.filter((_, index) => containers[index] === home);
  if (insiders.length === items.length || insiders.length < Math.max(3, items.length * NEARLY_ALL)) return items;
  return items.filter((item, index) => containers[index] === home || isAlike(item, insiders));
}

const looksOfNode = (node: PageNode) => (isElement(node) ? looksOf(node) : '');

function mostFrequent<Value>(values: Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0];
}

const average = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

export interface Regions {
  /** 1 in the middle of the page, less at its sides. */
  weightOf(node: PageNode | undefined): number;
  isAtTheSide(node: PageNode): boolean;
}

/** Which parts of a page are its sides: by element, role and class name, unless most of the page is in there. */
export function regionsOf({ body }: Page, measures: Measures): Regions {
  const whole = measures.textOf(body);
  const known = new Map<PageElement, number>();
  const ownWeight = (element: PageElement): number => {
    const weight = known.get(element);
    if (weight !== undefined) return weight;
    const isMost = measures.textOf(element) > whole * 0.5;
    const made = isMost ? 1 : isSide(element) ? AT_THE_SIDE : isMiddle(element) ? 1.3 : 1;
    known.set(element, made);
    return made;
  };
  const weightOf = (node: PageNode | undefined) => {
    let weight = 1;
    for (const around of node ? [...(isElement(node) ? [node] : []), ...ancestorsOf(node)] : []) {
      const own = ownWeight(around);
      if (own < 1) return own;
      weight = Math.max(weight, own);
    }
    return weight;
  };
  return { weightOf, isAtTheSide: (node) => weightOf(node) < 1 };
}

const BUILDERS =
  /(?:^|\s)(?:elementor|e-con|et_pb|wp-block|vc|fl|brxe?|fusion|avia|oxy|has|no|with|without|is|l|layout|page|template)[-_][\w-]*/gi;
const SIDES = new Set(['complementary', 'navigation', 'contentinfo', 'search', 'banner', 'dialog']);

function isSide(element: PageElement): boolean {
  if (element.name === 'aside' || element.name === 'nav' || element.name === 'footer') return true;
  if (SIDES.has(element.attribs.role ?? '')) return true;
  return namesSide(` ${classAndId(element)}`.replace(BUILDERS, ' '));
}

function isMiddle(element: PageElement): boolean {
  return (
    element.name === 'main' ||
    element.attribs.role === 'main' ||
    /^(?:main|content|inhalt)$/i.test(element.attribs.id ?? '')
  );
}
