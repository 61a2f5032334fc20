import { RundbriefError } from '../../domain/errors.ts';
import type { PageSelectors } from '../../domain/publication.ts';
import { absoluteAddress } from '../items/web-address.ts';
import { findImage } from './find-image.ts';
import type { Page } from './load-page.ts';
import { ancestorsOf, findAll, isElement, isLink, type PageElement, textOf } from './page-nodes.ts';
import { type ListedItem, readBlocks } from './read-blocks.ts';
import { teaserIn } from './read-teasers.ts';
import { titleText } from './survey-block.ts';

const MAX_ITEMS = 300;
/** Each multiplies the work of the others. */
const MAX_NESTED = 1;

type Part = Exclude<keyof PageSelectors, 'item'>;

/**
 * The items that an editor has marked; what has no selector is found as on any other page.
 *
 * @throws RundbriefError `invalid` naming the selector that is no CSS, or that matches nothing
 */
export function readWithSelectors(page: Page, selectors: PageSelectors): ListedItem[] {
  const blocks = select(page, selectors.item).slice(0, MAX_ITEMS);
  if (blocks.length === 0)
    throw new RundbriefError('invalid', `The selector “${selectors.item}” matches nothing on the page`);
  const guesses = new Map(
    readBlocks(
      blocks.map((block) => [block]),
      page,
    ).map((item) => [item.block[0], item]),
  );
  const parts = new Map<Part, (PageElement | undefined)[]>();
  for (const part of ['title', 'link', 'teaser', 'date', 'image'] as const) {
    const selector = selectors[part];
    if (!selector) continue;
    const found = blocks.map((block) => select(page, selector, block)[0]);
    if (found.every((element) => !element)) {
      throw new RundbriefError('invalid', `The selector “${selector}” matches nothing within the items`);
    }
    parts.set(part, found);
  }
  return blocks.flatMap((block, index) => {
    const chosen = (part: Part) => parts.get(part)?.[index];
    return itemOf(block, { chosen, has: (part) => parts.has(part), guess: guesses.get(block), page }) ?? [];
  });
}

interface Reading {
  chosen: (part: Part) => PageElement | undefined;
  has: (part: Part) => boolean;
  guess: ListedItem | undefined;
  page: Page;
}

function itemOf(block: PageElement, { chosen, has, guess, page }: Reading): ListedItem | undefined {
  const title = chosen('title');
  const address = addressAt(chosen('link') ?? (guess ? undefined : (title ?? block)), page.base) ?? guess?.address;
  const words = title ? titleText(title) : has('title') ? '' : (guess?.title ?? '');
  if (!address || !words) return undefined;
  const teaser = chosen('teaser');
  const date = chosen('date');
  const image = chosen('image');
  return {
    title: words,
    address,
    teaser: teaser ? teaserIn(teaser) : has('teaser') ? '' : (guess?.teaser ?? ''),
    date: date ? dateAt(date) : has('date') ? undefined : guess?.date,
    image: image ? findImage([image], page.base) : has('image') ? undefined : guess?.image,
    block: [block],
    titleKind: guess?.titleKind ?? 'text',
  };
}

/** The link itself, one in it, or one around it. */
function addressAt(element: PageElement | undefined, base: string): string | undefined {
  if (!element) return undefined;
  const link = [element, ...findAll(element.children, isLink), ...ancestorsOf(element)].find(isLink);
  return absoluteAddress(link?.attribs.href, base);
}

const dateAt = (element: PageElement) =>
  element.attribs.datetime ??
  element.attribs.content ??
  findAll([element], (one) => one.attribs.datetime !== undefined)[0]?.attribs.datetime ??
  textOf(element, { limit: 200, apart: true });

function select({ $ }: Page, selector: string, within?: PageElement): PageElement[] {
  if (
    (selector.match(/:(?:has|not|is|where|contains)\b/gi)?.length ?? 0) > MAX_NESTED + 2 ||
    (selector.match(/:has\b/gi)?.length ?? 0) > MAX_NESTED
  ) {
    throw new RundbriefError('invalid', `The selector “${selector}” is more complicated than we read`);
  }
  try {
    if (!within) return $(selector).toArray().filter(isElement);
    const inside = $(within).find(selector).toArray().filter(isElement);
    return inside.length === 0 && $(within).is(selector) ? [within] : inside;
  } catch (cause) {
    throw new RundbriefError('invalid', `The selector “${selector}” is not valid CSS`, { cause });
  }
}
