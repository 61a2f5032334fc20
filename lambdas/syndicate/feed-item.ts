/** An article as a feed tells it: every string clean, every address absolute, never without title and summary. */
import type { Article, EventDetails } from '../domain/article.ts';
import { dayIn, momentOf } from '../domain/moments.ts';
import { FEEDS_AS_USUAL, type Publication } from '../domain/publication.ts';
import { stableId } from './addresses.ts';
import type { Attribution } from './attribution.ts';
import { beginning, cleanLine, cleanText, webUrl, withAbsoluteAddresses } from './clean-text.ts';
import { mediaTypeOf } from './media-type.ts';

export interface FeedItem {
  articleId: string;
  id: string;
  url?: string;
  title: string;
  /** Plain text. */
  summary: string;
  /** Empty where the publication gives teasers only. */
  html: string;
  authors: string[];
  categories: string[];
  image?: { url: string; alt: string; type?: string };
  enclosures: { url: string; type: string; length: number }[];
  /** Never in the future of its own ingest: validators and readers distrust that. */
  published: Date;
  /** Different for every item of a feed. */
  updated: Date;
  language?: string;
  /** As ISO 8601: a moment in UTC, or a day when only days are known. */
  event?: { start: string; end?: string; place?: string };
  /** Whose article it is, when another site than the publication's own published it. */
  source?: Attribution;
}

const LONGEST_MADE_UP_TITLE = 80;
/** Longer ones are cut: no reader shows them, and some refuse the whole feed. */
const LONGEST_TITLE = 4_000;

/** @throws Error in words for an editor when the article cannot be told */
export function itemOf(
  article: Article,
  { publication, source, asOf }: { publication: Publication; source?: Attribution; asOf?: Date },
): FeedItem {
  const url = webUrl(article.url);
  const teaser = cleanText(article.teaser).trim();
  const title = cleanLine(article.title) || beginning(cleanLine(teaser), LONGEST_MADE_UP_TITLE);
  const name = beginning(title || UNTITLED[publication.language], LONGEST_TITLE);
  const published = new Date(Math.min(momentOf(article.publishedAt), momentOf(article.ingestedAt)));
  const imageUrl = webUrl(article.image?.url, url);
  const imageType = imageUrl && mediaTypeOf(imageUrl, 'image');
  const language = languageTag(article.language);
  return {
    articleId: article.id,
    id: stableId('article', article.publicationId, article.id),
    ...(url ? { url } : {}),
    title: name,
    summary: teaser || name,
    html: htmlOf(article, publication, url),
    authors: authorsOf(article),
    categories: distinct([...titlesOf(article.topics, publication), ...article.categories]),
    ...(imageUrl
      ? {
          image: { url: imageUrl, alt: cleanLine(article.image?.alt ?? ''), ...(imageType ? { type: imageType } : {}) },
        }
      : {}),
    enclosures: article.enclosures.flatMap((enclosure) => enclosureOf(enclosure, url)),
    published,
    updated: new Date(Math.max(changeOf(article, asOf).getTime(), published.getTime())),
    ...(language && language !== publication.language ? { language } : {}),
    ...(article.event ? { event: eventOf(article.event, publication.timeZone) } : {}),
    ...(source ? { source } : {}),
  };
}

/**
 * When readers last had something new of it: its publisher changed it, or it says something else than it did.
 *
 * @param asOf - nothing can have changed later; a publisher's clock may say so all the same
 */
export function changeOf({ updatedAt, correctedAt, ingestedAt }: Article, asOf?: Date): Date {
  const updated = momentOf(updatedAt);
  const isCredible = !asOf || updated <= asOf.getTime();
  return new Date(Math.max(isCredible ? updated : momentOf(ingestedAt), correctedAt ? momentOf(correctedAt) : 0));
}

/** The names of those who wrote it; addresses in them are nobody's business. */
export const authorsOf = ({ authors }: Pick<Article, 'authors'>): string[] => distinct(authors.map(withoutAddress));

const UNTITLED = { de: 'Ohne Titel', en: 'Untitled' } as const;

function htmlOf({ html }: Article, { feeds = FEEDS_AS_USUAL, siteUrl }: Publication, url?: string): string {
  return feeds.content === 'teaser' ? '' : withAbsoluteAddresses(cleanText(html), url ?? siteUrl).trim();
}

const languageTag = (tag = '') => (/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) ? tag : undefined);

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

function enclosureOf({ url, type = '', length = 0 }: Article['enclosures'][number], base?: string) {
  const address = webUrl(url, base);
  if (!address) return [];
  const isMediaType = /^[a-z]+\/[a-z0-9.+-]+$/i.test(type);
  const size = Number.isSafeInteger(length) && length > 0 ? length : 0;
  return [
    { url: address, type: isMediaType ? type : (mediaTypeOf(address) ?? 'application/octet-stream'), length: size },
  ];
}
