/** The page of one article → its text and what the page says of it. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { EventDetails } from '../../domain/article.ts';
import { RundbriefError } from '../../domain/errors.ts';
import { textOfHtml } from '../items/html-text.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundItem, ParsedItem } from '../items/parsed-document.ts';
import { withoutFragment } from './item-address.ts';
import { loadPage, type Page, type PageOrigin } from './load-page.ts';
import { isElement, type PageElement } from './page-nodes.ts';
import { type DescribedItem, readJsonLd } from './read-json-ld.ts';
import { readMicrodata } from './read-microdata.ts';

export interface ArticlePage {
  title: string;
  /** Sanitised, with absolute addresses; never empty. */
  html: string;
  teaser: string;
  image?: { url: string; alt: string };
  authors: string[];
  language?: string;
  publishedAt?: Date;
  event?: EventDetails;
}

/** Readability's own work grows faster than the page. */
const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 120;
const MAX_HTML = 3_000_000;
const MIN_TEXT = 100;

/**
 * @returns undefined when no text of an article can be made out in it
 * @throws RundbriefError `invalid`, in plain words, when the bytes are no page that can be read; nothing else
 */
export function readArticlePage(bytes: Uint8Array, origin: PageOrigin): ArticlePage | undefined {
  try {
    const page = loadPage(bytes, origin);
    const said = saidOf(page);
    const read = readText(page);
    if (!read || textOfHtml(read.html, { limit: MIN_TEXT * 2 }).length < MIN_TEXT) return undefined;
    const [item] = normaliseDocument(
      { title: '', items: [asFound(page, said, read)] },
      { url: page.base, timeZone: page.timeZone },
    ).items;
    return item && item.html !== '' ? asArticle(item, page) : undefined;
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The page could not be read', { cause: error });
  }
}

function asArticle(item: ParsedItem, { language }: Page): ArticlePage {
  const { title, html, teaser, image, authors, publishedAt, event } = item;
  return { title, html, teaser, image, authors, language: item.language ?? language, publishedAt, event };
}

interface ReadText {
  title: string;
  html: string;
  excerpt?: string;
  byline?: string;
}

function readText({ $, body }: Page): ReadText | undefined {
  $('script, style, noscript, template, iframe, object, embed, svg, form, dialog').remove();
  $('[class*="cookie" i], [id*="cookie" i], [class*="consent" i]')
    .filter((_, element) => $(element).find('h1, article, main').length === 0)
    .remove();
  if ($('*').length > MAX_ELEMENTS || deepest(body, 0) > MAX_DEPTH) return undefined;
  // Written anew by the first parser: well-formed, so that the second one has no work with it.
  const html = $.html();
  if (html.length > MAX_HTML) return undefined;
  const { document } = parseHTML(html);
  const article = new Readability(document, { maxElemsToParse: MAX_ELEMENTS, charThreshold: 200 }).parse();
  if (!article?.content) return undefined;
  return {
    title: article.title ?? '',
    html: article.content,
    excerpt: article.excerpt ?? undefined,
    byline: article.byline ?? undefined,
  };
}

function deepest(element: PageElement, depth: number): number {
  return element.children.reduce(
    (most, child) => (isElement(child) ? Math.max(most, deepest(child, depth + 1)) : most),
    depth,
  );
}

/** What the page says of the article for machines: the thing with its address, or the only one. */
function saidOf(page: Page): DescribedItem | undefined {
  const things = [...readJsonLd(page), ...readMicrodata(page)];
  const own = [page.url, page.$('link[rel="canonical"]').attr('href') ?? ''].map(keyOf);
  const isDated = ({ published, event }: DescribedItem) => published !== undefined || event !== undefined;
  return (
    things.find(({ address }) => address && own.includes(keyOf(address))) ??
    (things.filter(isDated).length === 1 ? things.find(isDated) : undefined)
  );
}

const keyOf = (address: string) =>
  withoutFragment(address)
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');

function asFound(page: Page, said: DescribedItem | undefined, read: ReadText): FoundItem {
  const { $, base, url } = page;
  const meta = (...names: string[]) =>
    names.flatMap(
      (name) => $(`meta[property="${name}"], meta[name="${name}"], meta[itemprop="${name}"]`).attr('content') ?? [],
    )[0];
  const heading = $('h1').length === 1 ? $('h1').text().replace(/\s+/g, ' ').trim() : undefined;
  const description = said?.teaser ?? meta('og:description', 'description', 'twitter:description') ?? read.excerpt;
  const author = meta('author', 'article:author', 'parsely-author') ?? read.byline;
  return {
    links: [{ value: url, base }],
    title: { value: said?.title ?? heading ?? meta('og:title') ?? read.title, isHtml: false },
    summary: description ? { value: description, isHtml: /[<&]/.test(description) } : undefined,
    content: { value: read.html, isHtml: true, base },
    published: [
      said?.published,
      meta('article:published_time', 'datePublished', 'date', 'DC.date.issued', 'dcterms.created', 'pubdate'),
      $('time[datetime]').first().attr('datetime'),
    ],
    updated: [said?.updated, meta('article:modified_time', 'og:updated_time', 'dateModified')],
    authors: said?.authors.length ? said.authors : author && !/^https?:/.test(author) ? [author] : [],
    categories: said?.categories ?? [],
    images: [
      { url: said?.image },
      { url: meta('og:image:secure_url', 'og:image', 'twitter:image'), alt: meta('og:image:alt') },
    ],
    enclosures: [],
    event: said?.event,
    base,
  };
}
