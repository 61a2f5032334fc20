/**
 * What a feed says, before any format: cleaned, completed, and made from the articles alone.
 *
 * No clock and no chance come in here. The same articles give the same content, the formats the same bytes, and
 * readers their 304.
 */
import { createHash } from 'node:crypto';
import type { Article, EventDetails } from '../domain/article.ts';
import type { Publication, Topic } from '../domain/publication.ts';
import { type FeedAddresses, feedAddresses, stableId } from './addresses.ts';
import { cleanLine, cleanText, webUrl, withAbsoluteAddresses } from './clean-text.ts';
import { dayIn, momentOf } from './moments.ts';

export interface FeedContent {
  id: string;
  title: string;
  description: string;
  language: string;
  /** The website the publication belongs to. */
  siteUrl: string;
  author: string;
  /** `hub`: where readers can have themselves told of changes (WebSub), if the stage has one. */
  addresses: FeedAddresses & { hub?: string };
  /** The newest change among the items. */
  updated: Date;
  items: FeedItem[];
}

/** Every string is clean; every address absolute; never without title and summary. */
export interface FeedItem {
  articleId: string;
  id: string;
  url?: string;
  title: string;
  /** Plain text. */
  summary: string;
  html: string;
  authors: string[];
  categories: string[];
  image?: { url: string; alt: string };
  enclosures: { url: string; type: string; length: number }[];
  /** Never in the future of its own ingest: validators and readers distrust that. */
  published: Date;
  /** Different for every item of a feed. */
  updated: Date;
  language?: string;
  /** As ISO 8601: a moment in UTC, or a day when only days are known. */
  event?: { start: string; end?: string; place?: string };
}

/** An article that could not be put into a feed; the feed goes on without it. */
export interface LeftOut {
  articleId: string;
  reason: string;
}

/** A feed without articles has not changed since before there were any. */
const BEFORE_ANY_ARTICLE = new Date('2026-01-01T00:00:00Z');

/** @param articles - newest first */
export function feedContent(
  { publication, topic, siteUrl, hub }: { publication: Publication; topic?: Topic; siteUrl: string; hub?: string },
  articles: Article[],
): { content: FeedContent; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const items: FeedItem[] = [];
  for (const article of articles) {
    try {
      items.push(itemOf(article, publication));
    } catch (error) {
      leftOut.push({ articleId: article.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  tellApart(items);
  const content = {
    id: topic ? stableId('feed', publication.id, 'topics', topic.id) : stableId('feed', publication.id),
    title: cleanLine(topic ? `${publication.title}: ${topic.title}` : publication.title),
    description: cleanLine(publication.description),
    language: publication.language,
    siteUrl: webUrl(publication.siteUrl) ?? siteUrl,
    author: cleanLine(publication.sender.name),
    addresses: { ...feedAddresses(siteUrl, publication.id, topic?.id), hub },
    updated: new Date(Math.max(BEFORE_ANY_ARTICLE.getTime(), ...items.map(({ updated }) => updated.getTime()))),
    items,
  };
  return { content, leftOut };
}

const LONGEST_MADE_UP_TITLE = 80;

function itemOf(article: Article, publication: Publication): FeedItem {
  const url = webUrl(article.url);
  const teaser = cleanText(article.teaser).trim();
  const title = cleanLine(article.title) || beginning(cleanLine(teaser)) || UNTITLED[publication.language];
  const published = new Date(Math.min(momentOf(article.publishedAt), momentOf(article.ingestedAt)));
  const imageUrl = webUrl(article.image?.url, url);
  const language = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(article.language ?? '') ? article.language : undefined;
  return {
    articleId: article.id,
    id: stableId('article', article.publicationId, article.id),
    ...(url ? { url } : {}),
    title,
    summary: teaser || title,
    html: withAbsoluteAddresses(cleanText(article.html), url ?? publication.siteUrl).trim(),
    authors: distinct(article.authors.map(withoutAddress)),
    categories: distinct([...titlesOf(article.topics, publication), ...article.categories]),
    ...(imageUrl ? { image: { url: imageUrl, alt: cleanLine(article.image?.alt ?? '') } } : {}),
    enclosures: article.enclosures.flatMap((enclosure) => enclosureOf(enclosure, url)),
    published,
    updated: new Date(Math.max(momentOf(article.updatedAt), published.getTime())),
    ...(language && language !== publication.language ? { language } : {}),
    ...(article.event ? { event: eventOf(article.event, publication.timeZone) } : {}),
  };
}

const UNTITLED = { de: 'Ohne Titel', en: 'Untitled' } as const;

function beginning(text: string): string {
  return text.length <= LONGEST_MADE_UP_TITLE ? text : `${cleanText(text.slice(0, LONGEST_MADE_UP_TITLE))}…`;
}

function eventOf({ startsAt, endsAt, allDay, place }: EventDetails, zone: string): FeedItem['event'] {
  const written = (moment: Date) => (allDay ? dayIn(zone, moment) : new Date(momentOf(moment)).toISOString());
  return {
    start: written(startsAt),
    ...(endsAt ? { end: written(endsAt) } : {}),
    ...(place ? { place: cleanLine(place) } : {}),
  };
}

const distinct = (names: string[]) => [...new Set(names.map(cleanLine).filter(Boolean))];

/** A name is for everybody, an email address in it is not: `Ruth <r@x.example>`, `r@x.example (Ruth)`. */
const withoutAddress = (author: string) =>
  author
    .replaceAll(/<?[^\s<>()]+@[^\s<>()]+>?/g, '')
    .trim()
    .replace(/^\((.*)\)$/, '$1');

const titlesOf = (topicIds: string[], { topics }: Publication) =>
  topicIds.flatMap((id) => topics.find((topic) => topic.id === id)?.title ?? []);

function enclosureOf({ url, type, length = 0 }: Article['enclosures'][number], base?: string) {
  const address = webUrl(url, base);
  if (!address) return [];
  const isMediaType = /^[a-z]+\/[a-z0-9.+-]+$/i.test(type ?? '');
  const size = Number.isSafeInteger(length) && length > 0 ? length : 0;
  return [{ url: address, type: (isMediaType && type) || 'application/octet-stream', length: size }];
}

/**
 * Articles of one batch often share their time, and Atom wants entries told apart by it: each gets up to a second more,
 * taken from its id, so that it keeps it while others come and go.
 */
function tellApart(items: FeedItem[]): void {
  const taken = new Set<number>();
  for (const item of items.toSorted((one, other) => (one.articleId < other.articleId ? -1 : 1))) {
    const chance = createHash('sha256').update(item.articleId).digest().readUInt32BE(0);
    let moment = item.updated.getTime() + (chance % 1_000);
    while (taken.has(moment)) moment += 1;
    taken.add(moment);
    item.updated = new Date(moment);
  }
}
