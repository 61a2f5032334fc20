/** Google's news sitemaps: addresses with title and date of the last days' articles. */
import { type CheerioAPI, load } from 'cheerio';
import { RundbriefError } from '../../domain/errors.ts';
import { decodeText, MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundItem, ParsedDocument } from '../items/parsed-document.ts';
import type { PageOrigin } from './load-page.ts';
import { assertReadable } from './measure-markup.ts';
import { isElement, type PageElement, textOf } from './page-nodes.ts';

const NEWS = /xmlns(?::([\w.-]{1,40}))?\s{0,5}=\s{0,5}["']https?:\/\/www\.google\.com\/schemas\/sitemap-news\//i;
const MAX_HEAD = 5_000;

/** @throws RundbriefError `invalid`, in plain words for an editor; nothing else, whatever the bytes */
export function readNewsSitemap(bytes: Uint8Array, { contentType, url, timeZone }: PageOrigin): ParsedDocument {
  try {
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new RundbriefError('invalid', 'The document is larger than 10 MB');
    const xml = decodeText(bytes, contentType).toWellFormed();
    assertNews(xml);
    assertReadable(xml);
    const $ = load(xml, { xml: true });
    const items = entriesIn($).flatMap((entry) => findItem(entry, url) ?? []);
    const [first] = items;
    const title = first ? (publicationName($) ?? '') : '';
    return normaliseDocument({ title, siteUrl: URL.parse(url)?.origin, items }, { url, timeZone });
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The document could not be read as a sitemap', { cause: error });
  }
}

function assertNews(xml: string): void {
  const head = xml.slice(0, MAX_HEAD);
  if (/<(?:\w{1,20}:)?sitemapindex[\s>]/i.test(head)) {
    throw new RundbriefError('invalid', 'This is a list of sitemaps: please give the address of the one for news');
  }
  if (!/<(?:\w{1,20}:)?urlset[\s>]/i.test(head)) throw new RundbriefError('invalid', 'The document is no sitemap');
  if (!NEWS.test(head) && !/<news:news[\s>]/i.test(xml)) {
    throw new RundbriefError('invalid', 'This sitemap only lists addresses, without titles: it is no sitemap for news');
  }
}

/** Names without their prefix, which everyone may choose. */
const localName = ({ name }: PageElement) => name.slice(name.indexOf(':') + 1).toLowerCase();
const childrenOf = (element: PageElement) => element.children.filter(isElement);

function entriesIn($: CheerioAPI): PageElement[] {
  const root = $.root()
    .get(0)
    ?.children.filter(isElement)
    .find((element) => localName(element) === 'urlset');
  return root ? childrenOf(root).filter((element) => localName(element) === 'url') : [];
}

function publicationName($: CheerioAPI): string | undefined {
  const [entry] = entriesIn($);
  const publication = entry && child(child(entry, 'news'), 'publication');
  return publication && textIn(publication, 'name');
}

function findItem(entry: PageElement, base: string): FoundItem | undefined {
  const news = child(entry, 'news');
  const title = news && textIn(news, 'title');
  // An address alone says nothing to a reader.
  if (!news || !title) return undefined;
  const image = child(entry, 'image');
  return {
    links: [{ value: textIn(entry, 'loc'), base }],
    title: { value: title, isHtml: true },
    published: [textIn(news, 'publication_date'), textIn(entry, 'lastmod')],
    updated: [],
    authors: [],
    categories: (textIn(news, 'keywords') ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
    language: languageOf(news),
    images: image ? [{ url: textIn(image, 'loc'), alt: textIn(image, 'title') ?? textIn(image, 'caption') }] : [],
    enclosures: [],
    base,
  };
}

function languageOf(news: PageElement): string | undefined {
  const publication = child(news, 'publication');
  return publication && textIn(publication, 'language');
}

function child(element: PageElement | undefined, name: string): PageElement | undefined {
  return element && childrenOf(element).find((one) => localName(one) === name);
}

function textIn(element: PageElement, name: string): string | undefined {
  const found = child(element, name);
  return found && (textOf(found.children, { limit: 2_000 }) || cdataOf(found) || undefined);
}

function cdataOf(element: PageElement): string {
  const pieces = element.children.flatMap((node) => (node.type === 'cdata' ? node.children : []));
  return textOf(pieces, { limit: 2_000 });
}
