import { createHash } from 'node:crypto';
import type { Article } from '../../domain/article.ts';
import { shorten, textOfHtml } from '../items/html-text.ts';
import type { ParsedItem } from '../items/parsed-document.ts';
import type { KeptArticle } from './articles.ts';

const MAX_TITLE_FROM_TEXT = 80;
/** A correction beyond this is nothing that readers of a newsletter notice. */
const COMPARED_CHARACTERS = 20_000;

interface Arrival {
  id: string;
  publicationId: string;
  sourceId: string;
  /** By the rules of its source. */
  title: string;
  topics: string[];
  /** The document's, for items that name none. */
  language?: string;
  isBaseline: boolean;
  /** True when its text is read from its own page: then the source's text is no part of its wording. */
  hasOwnPage: boolean;
  now: Date;
}

export function articleOfItem(item: ParsedItem, arrival: Arrival): KeptArticle {
  const { id, publicationId, sourceId, topics, isBaseline, now } = arrival;
  const { eventSuggestion } = item;
  return {
    ...{ id, publicationId, sourceId, topics, isBaseline, ingestedAt: now },
    ...saidBy(item, arrival),
    ...(eventSuggestion ? { eventSuggestion } : {}),
  };
}

/**
 * The article as its publisher has it now. Our own part of it, the topics it ever had and what an editor decided stay; a
 * difference that readers see makes it a corrected one.
 */
export function revisedArticle(
  article: KeptArticle,
  item: ParsedItem,
  arrival: Pick<Arrival, 'now' | 'language' | 'title' | 'topics' | 'hasOwnPage'>,
): KeptArticle {
  const { id, publicationId, sourceId, ingestedAt, isBaseline, publishedAt, correctedAt } = article;
  const said = saidBy(item, arrival);
  const isCorrected = article.wording ? article.wording !== said.wording : article.title !== said.title;
  const corrected = isCorrected ? arrival.now : correctedAt;
  return {
    ...said,
    ...(item.publishedAt ? {} : { publishedAt }),
    updatedAt: notAfter(item.updatedAt, arrival.now),
    ...{ id, publicationId, sourceId, ingestedAt, isBaseline },
    topics: [...new Set([...article.topics, ...arrival.topics])],
    ...(corrected ? { correctedAt: corrected } : {}),
    ...eventAsDecided(article, item),
    ...withdrawalOf(article),
  };
}

/** What the publisher says of an event counts before what an editor made of the text. */
function eventAsDecided({ event, eventDecision }: KeptArticle, item: ParsedItem): Partial<KeptArticle> {
  if (item.event) return {};
  if (eventDecision === 'confirmed') return { event, eventDecision };
  if (eventDecision === 'declined') return { eventDecision };
  return item.eventSuggestion ? { eventSuggestion: item.eventSuggestion } : {};
}

/** An article that is there again was not taken back by its publisher; an editor's word stands. */
function withdrawalOf({ withdrawnAt, withdrawnBy }: KeptArticle): Partial<KeptArticle> {
  return withdrawnBy === 'editor' ? { withdrawnAt, withdrawnBy } : {};
}

type Ours = 'id' | 'publicationId' | 'sourceId' | 'topics' | 'ingestedAt' | 'isBaseline';

function saidBy(
  item: ParsedItem,
  { now, language, title: ruledTitle, hasOwnPage }: Pick<Arrival, 'now' | 'language' | 'title' | 'hasOwnPage'>,
): Omit<KeptArticle, Ours> {
  const { guid, url, teaser, html, image, authors, categories, enclosures, event, revision } = item;
  // An article that we hold already was not published tomorrow.
  const publishedAt = notAfter(item.publishedAt, now);
  const updatedAt = item.updatedAt ? notAfter(item.updatedAt, now) : publishedAt;
  const title = titleOf({ ...item, title: ruledTitle, teaser });
  return {
    title,
    language: item.language ?? language,
    ...{ guid, url, teaser, html, image, authors, categories, enclosures, event, revision },
    wording: wordingOf({ title, teaser, url, event, html: hasOwnPage ? '' : html }),
    publishedAt,
    updatedAt: new Date(Math.max(updatedAt.getTime(), publishedAt.getTime())),
  };
}

function wordingOf({ title, teaser, url, event, html }: Pick<Article, 'title' | 'teaser' | 'url' | 'event' | 'html'>) {
  const text = textOfHtml(html, { limit: COMPARED_CHARACTERS });
  return createHash('sha256')
    .update(JSON.stringify([title, teaser, url, event, text]))
    .digest('base64url')
    .slice(0, 22);
}

/** Never empty: an item without a title gets the beginning of its text. */
function titleOf({ title, teaser, url, guid }: Pick<ParsedItem, 'title' | 'teaser' | 'url' | 'guid'>): string {
  return title || shorten(teaser, MAX_TITLE_FROM_TEXT) || url || guid || '–';
}

function notAfter(date: Date | undefined, now: Date): Date {
  return date && date < now ? date : now;
}
