import { withoutFragment } from './item-address.ts';
import { findAll, isHeading, isLink, type PageElement, textOf } from './page-nodes.ts';
import { type FoundLink, type Survey, sameArticle } from './survey-block.ts';

/** The address of each block's article: what its title, its picture and its "Weiterlesen" lead to, and no other block does. */
export function chooseLinks(surveys: Survey[]): (FoundLink | undefined)[] {
  const inBlocks = new Map<string, number>();
  for (const { links } of surveys) {
    for (const address of new Set(links.map((link) => withoutFragment(link.address)))) {
      inBlocks.set(address, (inBlocks.get(address) ?? 0) + 1);
    }
  }
  return surveys.map(({ links }) => {
    let best: { link: FoundLink; points: number } | undefined;
    for (const link of links) {
      const points = pointsOf(link, links, inBlocks.get(withoutFragment(link.address)) ?? 1);
      if (points > 0 && (!best || points > best.points)) best = { link, points };
    }
    return best?.link;
  });
}

function pointsOf(link: FoundLink, links: FoundLink[], blocks: number): number {
  const twins = links.filter(({ address }) => sameArticle(address, link.address));
  let points = 1;
  if (twins.some(({ element }) => isHeadlineLink(element))) points += 6;
  if (twins.some(({ isMore }) => isMore)) points += 4;
  if (twins.some(({ element }) => element.attribs.rel?.includes('bookmark'))) points += 3;
  if (twins.length > 1) points += 2;
  if (twins.some(({ text }) => text.length > 15)) points += 1;
  if (twins.every(({ isAside }) => isAside)) points *= 0.15;
  if (link.address.includes('#')) points *= 0.9;
  if (link.isForeign) points *= 0.6;
  // The same category or author under several items; a list may name one article twice.
  return blocks > 2 ? points * 0.1 : points;
}

function isHeadlineLink(link: PageElement): boolean {
  for (let at = link.parent, up = 0; at && up < 4; at = at.parent, up += 1) {
    if (at.type === 'tag' && isHeading(at)) return true;
  }
  return isLink(link) && findAll(link.children, (one) => isHeading(one) && textOf(one, { limit: 1 }) !== '').length > 0;
}
