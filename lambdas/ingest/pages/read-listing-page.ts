import { RundbriefError } from '../../domain/errors.ts';
import type { PageSelectors } from '../../domain/publication.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundItem, ParsedDocument } from '../items/parsed-document.ts';
import { findList } from './find-list.ts';
import { loadPage, type Page, type PageOrigin } from './load-page.ts';
import type { ListedItem } from './read-blocks.ts';

/**
 * A web page that lists articles → its articles, in the order of the page.
 *
 * @throws RundbriefError `invalid`, in plain words for an editor; nothing else, whatever the bytes
 */
export function readListingPage(bytes: Uint8Array, origin: PageOrigin & { selectors?: PageSelectors }): ParsedDocument {
  try {
    const page = loadPage(bytes, origin);
    const items = findList(page).map((item) => asFound(item, page));
    if (items.length === 0) throw new RundbriefError('invalid', 'We found no list of articles on this page');
    return normaliseDocument(
      { title: page.title, language: page.language, siteUrl: page.url, items },
      { url: page.base, timeZone: page.timeZone },
    );
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The page could not be read', { cause: error });
  }
}

function asFound({ title, address, teaser, date, image }: ListedItem, { base }: Page): FoundItem {
  return {
    links: [{ value: address, base }],
    title: { value: title, isHtml: false },
    summary: { value: teaser, isHtml: false },
    published: [date],
    updated: [],
    authors: [],
    categories: [],
    images: image ? [image] : [],
    enclosures: [],
    base,
  };
}
