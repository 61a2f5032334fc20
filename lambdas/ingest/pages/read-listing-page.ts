/**
 * A web page without a feed → the articles it lists: what it says for machines (JSON-LD, microdata), what repeats in its
 * markup, or what an editor has marked by selectors.
 */
import { RundbriefError } from '../../domain/errors.ts';
import type { PageSelectors } from '../../domain/publication.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundItem, ParsedDocument } from '../items/parsed-document.ts';
import { findList } from './find-list.ts';
import { withoutFragment } from './item-address.ts';
import { hostOf, isOwnHost, loadPage, type Page, type PageOrigin } from './load-page.ts';
import type { ListedItem } from './read-blocks.ts';
import { type DescribedItem, readJsonLd } from './read-json-ld.ts';
import { readMicrodata } from './read-microdata.ts';
import { readWithSelectors } from './read-with-selectors.ts';

/**
 * @returns the articles in the order of the page
 * @throws RundbriefError `invalid`, in plain words for an editor; nothing else, whatever the bytes
 */
export function readListingPage(bytes: Uint8Array, origin: PageOrigin & { selectors?: PageSelectors }): ParsedDocument {
  try {
    const page = loadPage(bytes, origin);
    const items = origin.selectors
      ? readWithSelectors(page, origin.selectors).map((item) => asFound(item, undefined, page))
      : findItems(page);
    if (items.length === 0) throw new RundbriefError('invalid', 'We found no list of articles on this page');
    const { title, language, url, base, timeZone } = page;
    return normaliseDocument({ title, language, siteUrl: url, items }, { url: base, timeZone });
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The page could not be read', { cause: error });
  }
}

const FEW = 2;

function findItems(page: Page): FoundItem[] {
  const described = [...readJsonLd(page), ...readMicrodata(page)];
  const byAddress = new Map(described.flatMap((item) => (item.address ? [[keyOf(item.address), item]] : [])));
  const listed = findListAnywhere(page);
  const items = listed.map((item) => asFound(item, byAddress.get(keyOf(item.address)), page));
  const own = [...byAddress.values()].filter(
    ({ address }) => address && keyOf(address) !== keyOf(page.url) && isOwnHost(address, page.hosts),
  );
  const known = new Set(listed.map(({ address }) => keyOf(address)));
  const isSame = own.some(({ address }) => address && known.has(keyOf(address)));
  // A page that describes more articles than we see, or others, knows best what it lists.
  const isBetter = own.length >= FEW && (isSame ? own.length > listed.length : own.length >= listed.length);
  if (!isBetter) return items;
  const seen = new Map(listed.map((item) => [keyOf(item.address), item]));
  return own.map((item) => asDescribed(item, seen.get(keyOf(item.address ?? '')), page));
}

const keyOf = (address: string) =>
  withoutFragment(address)
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');

/** A site that has moved may still link to its other name. */
function findListAnywhere(page: Page): ListedItem[] {
  const items = findList(page);
  if (items.length > 0) return items;
  const hosts = new Map<string, number>();
  page.$('main a[href^="http"], article a[href^="http"], h2 a[href^="http"], h3 a[href^="http"]').each((_, link) => {
    const host = hostOf(page.$(link).attr('href'));
    if (host) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  });
  const [most] = [...hosts].sort((one, other) => other[1] - one[1]);
  return most && most[1] > FEW ? findList({ ...page, hosts: new Set([...page.hosts, most[0]]) }) : [];
}

/** What is seen on the page, completed by what is said of it. */
function asFound(item: ListedItem, described: DescribedItem | undefined, { base }: Page): FoundItem {
  const { title, address, teaser, date, image } = item;
  return {
    ...bare(base),
    ...detailsOf(described),
    links: [{ value: address, base }],
    title: { value: title, isHtml: false },
    summary: teaser ? { value: teaser, isHtml: false } : described && summaryOf(described),
    published: [described?.published, date],
    images: [...(image ? [image] : []), { url: described?.image }],
  };
}

function asDescribed(item: DescribedItem, listed: ListedItem | undefined, { base }: Page): FoundItem {
  return {
    ...bare(base),
    ...detailsOf(item),
    links: [{ value: item.address, base }],
    title: { value: item.title, isHtml: /[<&]/.test(item.title) },
    summary: summaryOf(item) ?? (listed?.teaser ? { value: listed.teaser, isHtml: false } : undefined),
    published: [item.published, listed?.date],
    images: [{ url: item.image }, ...(listed?.image ? [listed.image] : [])],
  };
}

function bare(base: string): FoundItem {
  return { links: [], published: [], updated: [], authors: [], categories: [], images: [], enclosures: [], base };
}

function detailsOf(described: DescribedItem | undefined): Partial<FoundItem> {
  if (!described) return {};
  const { authors, categories, event, updated } = described;
  return { authors, categories, event, updated: [updated] };
}

function summaryOf({ teaser }: DescribedItem): FoundItem['summary'] {
  return teaser ? { value: unescaped(teaser), isHtml: /[<&]/.test(teaser) } : undefined;
}

/** Some plugins write their HTML as text: `&lt;p&gt;`. */
const unescaped = (text: string) =>
  text.includes('&lt;p') ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&') : text;
