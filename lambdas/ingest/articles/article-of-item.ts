import type { Article } from '../../domain/article.ts';
import { shorten } from '../items/html-text.ts';
import type { ParsedItem } from '../items/parsed-document.ts';
import type { KeptArticle } from './articles.ts';

const MAX_TITLE_FROM_TEXT = 80;

interface Arrival {
  id: string;
  publicationId: string;
  sourceId: string;
  topics: string[];
  /** The document's, for items that name none. */
  language?: string;
  isBaseline: boolean;
  now: Date;
}

export function articleOfItem(item: ParsedItem, { now, language, topics, ...arrival }: Arrival): KeptArticle {
  return { ...arrival, ...saidBy(item, now, language), ingestedAt: now, topics };
}

/** The article as its publisher has it now; our own part of it, and the topics it ever had, stay. */
export function revisedArticle(
  article: KeptArticle,
  item: ParsedItem,
  { now, language, topics }: Pick<Arrival, 'now' | 'language' | 'topics'>,
): KeptArticle {
  const { id, publicationId, sourceId, ingestedAt, isBaseline, publishedAt } = article;
  return {
    ...saidBy(item, now, language),
    ...(item.publishedAt ? {} : { publishedAt }),
    updatedAt: notAfter(item.updatedAt, now),
    ...{ id, publicationId, sourceId, ingestedAt, isBaseline },
    topics: [...new Set([...article.topics, ...topics])],
  };
}

type Ours = 'id' | 'publicationId' | 'sourceId' | 'topics' | 'ingestedAt' | 'isBaseline';

function saidBy(item: ParsedItem, now: Date, language: string | undefined): Omit<KeptArticle, Ours> {
  const { guid, url, teaser, html, image, authors, categories, enclosures, event, revision } = item;
  // An article that we hold already was not published tomorrow.
  const publishedAt = notAfter(item.publishedAt, now);
  const updatedAt = item.updatedAt ? notAfter(item.updatedAt, now) : publishedAt;
  return {
    title: titleOf(item),
    language: item.language ?? language,
    ...{ guid, url, teaser, html, image, authors, categories, enclosures, event, revision },
    publishedAt,
    updatedAt: new Date(Math.max(updatedAt.getTime(), publishedAt.getTime())),
  };
}

/** Never empty: an item without a title gets the beginning of its text. */
function titleOf({ title, teaser, url, guid }: ParsedItem): Article['title'] {
  return title || shorten(teaser, MAX_TITLE_FROM_TEXT) || url || guid || '–';
}

function notAfter(date: Date | undefined, now: Date): Date {
  return date && date < now ? date : now;
}
