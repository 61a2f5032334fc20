import { type CheerioAPI, load } from 'cheerio';
import type { Edition } from '../../domain/edition.ts';
import type { Publication } from '../../domain/publication.ts';
import { type EditionContent, joinBlocks, SLOTS, type Slot } from '../edition-content.ts';
import { htmlSize, SLOT_BYTES } from '../html-size.ts';

/** An edition as somebody gets it who chose no topics: the whole of it. */
export interface MailUnderCheck {
  edition: Edition;
  publication: Publication;
  content: EditionContent;
  html: string;
  htmlBytes: number;
  text: string;
  page: CheerioAPI;
  /** What every reader gets, whatever topics they chose. */
  forEverybody: { page: CheerioAPI; text: string };
  /** What stands where personal links will be. */
  slots: Record<Slot, string>;
  /** Our own pages: they need not be there yet. */
  siteUrl: string;
}

type Element = ReturnType<CheerioAPI>[number];

export function mailUnderCheck(
  content: EditionContent,
  { edition, publication, siteUrl }: { edition: Edition; publication: Publication; siteUrl: string },
): MailUnderCheck {
  const chosen = content.items.map(() => true);
  const nothing = content.items.map(() => false);
  const slots = Object.fromEntries(SLOTS.map((slot) => [slot, slotAddress(slot)])) as Record<Slot, string>;
  const html = joinBlocks(content.html, chosen, slots);
  return {
    edition,
    publication,
    content,
    html,
    htmlBytes: htmlSize(content.html),
    text: joinBlocks(content.text, chosen, slots),
    page: load(html),
    forEverybody: {
      page: load(joinBlocks(content.html, nothing, slots)),
      text: joinBlocks(content.text, nothing, slots),
    },
    slots,
    siteUrl,
  };
}

/** As long as the longest personal link, at a host that nobody can have (RFC 6761). */
function slotAddress(slot: Slot): string {
  const start = `https://${slot}.invalid/`;
  return start.padEnd(SLOT_BYTES, 'x');
}

export interface Link {
  href: string;
  /** What a screen reader says: its label, its text, or that of its pictures. */
  name: string;
}

export function linksOf({ page }: MailUnderCheck): Link[] {
  return page('a[href]')
    .toArray()
    .map((link) => ({ href: page(link).attr('href')?.trim() ?? '', name: nameOf(link, page) }));
}

export function nameOf(link: Element, page: CheerioAPI): string {
  const label = page(link).attr('aria-label') ?? '';
  const alts = page(link)
    .find('img[alt]')
    .toArray()
    .map((image) => page(image).attr('alt'));
  return (label.trim() || [page(link).text(), ...alts].join(' ')).replaceAll(/\s+/g, ' ').trim();
}

/** With what template and typesetting may have changed left aside: blanks, kinds of blanks, soft hyphens, capitals. */
export const plain = (text: string): string =>
  text
    .replaceAll('\u00ad', '')
    .replaceAll(/[\s\u00a0\u202f\u2060\ufeff]+/g, ' ')
    .trim()
    .toLowerCase();
