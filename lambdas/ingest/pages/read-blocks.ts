import { chooseDate } from './choose-dates.ts';
import { chooseLinks } from './choose-links.ts';
import { chooseTitles } from './choose-title.ts';
import type { Block } from './find-blocks.ts';
import { findImage } from './find-image.ts';
import { withoutFragment } from './item-address.ts';
import type { Page } from './load-page.ts';
import { isElement, isHeading, type PageElement, parentOf, textOf } from './page-nodes.ts';
import { leadingDate } from './page-words.ts';
import { readTeasers } from './read-teasers.ts';
import { surveyBlock, type TitleCandidate } from './survey-block.ts';

/** One entry of a list as it was read. */
export interface ListedItem {
  title: string;
  address: string;
  /** Plain text; paragraphs are kept apart by an empty line. */
  teaser: string;
  date?: string;
  image?: { url: string; alt: string };
  block: Block;
  titleKind: TitleCandidate['kind'];
}

export const MAX_BLOCKS = 300;

/** Reads all blocks of a list together, so that each is understood by what the others have at the same place. */
export function readBlocks(given: Block[], page: Page): ListedItem[] {
  const surveys = given.slice(0, MAX_BLOCKS).map((block) => surveyBlock(block, page));
  const links = chooseLinks(surveys);
  const linked = surveys.filter((_, index) => links[index]);
  const addresses = links.flatMap((link) => (link ? [link.address] : []));
  const titles = chooseTitles(linked, addresses);
  const dates = linked.map((survey) => chooseDate(survey, page.timeZone));
  const teasers = readTeasers(
    linked.map(({ block }, index) => ({ block, title: wholeTitle(titles[index]), date: dates[index]?.element })),
  );
  const areDated = beginWithDates(titles.map((title) => title?.text));
  const items: ListedItem[] = [];
  linked.forEach(({ block }, index) => {
    const [title, address] = [titles[index], addresses[index]];
    if (!title || !address) return;
    const dated = areDated ? leadingDate(title.text) : undefined;
    items.push({
      title: dated?.rest || title.text,
      address: withoutCommentFragment(address),
      teaser: teasers[index]?.text ?? '',
      date: dates[index]?.text ?? dated?.date ?? teasers[index]?.date,
      image: findImage(block, page.base),
      block,
      titleKind: title.kind,
    });
  });
  return items;
}

const MOST = 0.6;

/** One title may begin with the date of an event; where nearly all begin with dates, these are no words of theirs. */
function beginWithDates(titles: (string | undefined)[]): boolean {
  const dated = titles.filter((title) => leadingDate(title ?? '')?.rest);
  return titles.length > 2 && dated.length > titles.length * MOST;
}

/** The headline around a title belongs to it, with all labels in it. */
function wholeTitle(title: TitleCandidate | undefined): PageElement | undefined {
  const parent = title && parentOf(title.element);
  if (!title || !parent || !isElement(parent)) return title?.element;
  const isWrapped = isHeading(parent) && textOf(parent, { limit: 400 }).length < title.text.length + 60;
  return isWrapped ? parent : title.element;
}

function withoutCommentFragment(address: string): string {
  return /#(?:more|comments?|respond|kommentare?)/i.test(address) ? withoutFragment(address) : address;
}
