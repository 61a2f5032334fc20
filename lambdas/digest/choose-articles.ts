import { type Article, type EventDetails, overAt } from '../domain/article.ts';
import type { EditionItem } from '../domain/edition.ts';
import { chosenItems } from './edition-content.ts';
import { inOrder } from './item-edits.ts';
import { whatFits } from './record-size.ts';
import { shortenText } from './shorten-text.ts';

const LONGEST_TITLE = 300;

export interface Recipe {
  /** Only articles with one of these topics; empty means all. */
  topics: string[];
  maxItems: number;
  /** Of topics: heavier ones come first. */
  weights?: Record<string, number>;
  /** Whether what a source brought with its first poll may be in it. */
  takesBaseline: boolean;
}

/**
 * What an edition shows of the articles of its window, in the order of reading: articles, heaviest and newest first, then
 * events by date. Events that are over are left out, and so is what former editions already hold or its publisher took back.
 *
 * @returns the items, how many articles were too many, and all that could have been in it
 */
export function chooseArticles(
  articles: Article[],
  { topics, maxItems, weights = {}, takesBaseline }: Recipe,
  { used, now }: { used: Set<string>; now: Date },
): { items: EditionItem[]; leftOut: number; candidates: Article[] } {
  const isOnTopic = chosenItems(articles, topics);
  const candidates = articles
    .filter((article, index) => isOnTopic[index] && !used.has(article.id) && !article.withdrawnAt)
    .filter((article) => (takesBaseline || !article.isBaseline) && !isOver(article, now))
    .sort((one, other) => weightOf(other, weights) - weightOf(one, weights) || newestFirst(one, other));
  const items = whatFits(candidates.slice(0, maxItems).map(itemOf));
  return { items: inOrder(items), leftOut: candidates.length - items.length, candidates };
}

/** That of its heaviest topic. */
const weightOf = ({ topics }: Article, weights: Record<string, number>): number =>
  Math.max(0, ...topics.map((topic) => weights[topic] ?? 0));

function newestFirst(one: Article, other: Article): number {
  // Equal times (a listing that knows days only): what came in last is the newest.
  return other.publishedAt.getTime() - one.publishedAt.getTime() || (one.id < other.id ? 1 : -1);
}

/** True for an event that has ended. */
export function isOver({ event }: Pick<Article, 'event'>, now: Date): boolean {
  return event !== undefined && overAt(event) < now;
}

/** A copy, so that later corrections change no frozen edition. */
export function itemOf({ id, title, teaser, url, image, topics, publishedAt, event }: Article): EditionItem {
  return {
    articleId: id,
    title: shortenText(oneLine(title), LONGEST_TITLE),
    teaser: paragraphs(teaser),
    ...(isWebAddress(url) && { url }),
    ...(image && isWebAddress(image.url) && { image: { url: image.url, alt: oneLine(image.alt) } }),
    topics,
    publishedAt,
    ...(event && { event: eventOf(event) }),
  };
}

function eventOf({ place, ...event }: EventDetails): EventDetails {
  const where = oneLine(place ?? '');
  return { ...event, ...(where && { place: where }) };
}

/** Titles end up in headers and headings: no line breaks, no control characters. */
const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029 ]+/gu, ' ')
    .trim();

/** Line breaks stay; what no mail can carry goes, so that what looks empty is empty. */
const paragraphs = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();

const isWebAddress = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\/[^\s"<>]+$/i.test(url) && URL.canParse(url);
