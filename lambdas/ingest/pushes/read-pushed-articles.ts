/** Articles that were sent to us → the same document as any other source's. */
import { marked } from 'marked';
import { Temporal } from 'temporal-polyfill';
import { RundbriefError } from '../../domain/errors.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundEvent, FoundItem, FoundText, ParsedDocument, ReadingContext } from '../items/parsed-document.ts';
import { readDate } from '../items/read-date.ts';
import { pushedArticles, type WrittenArticle } from './pushed-articles.ts';

/**
 * @throws RundbriefError `invalid` when it is not what `acceptArticles` stores, or Markdown is nested beyond reading
 */
export function readPushedArticles(bytes: Uint8Array, context: ReadingContext): ParsedDocument {
  const { articles } = pushedIn(bytes);
  const items: FoundItem[] = [];
  const withdrawnGuids: string[] = [];
  // Said twice of one article in one request, the last word counts.
  for (const article of new Map(articles.map((one) => [one.id, one])).values()) {
    if ('withdrawn' in article) withdrawnGuids.push(article.id);
    else items.push(itemOf(article, context));
  }
  return normaliseDocument({ title: '', items, withdrawnGuids }, context);
}

function pushedIn(bytes: Uint8Array) {
  try {
    return pushedArticles.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new RundbriefError('invalid', 'What was sent is no list of articles', { cause });
  }
}

function itemOf(article: WrittenArticle, { url: base, timeZone }: ReadingContext): FoundItem {
  const { id, url, title, teaser, image, language, publishedAt, updatedAt, event, topics } = article;
  return {
    guid: id,
    links: [{ value: url, base }],
    title: { value: title, isHtml: false },
    summary: teaser?.trim() ? { value: teaser, isHtml: false } : undefined,
    content: contentOf(article),
    published: [publishedAt],
    updated: [updatedAt],
    authors: article.authors ?? [],
    categories: article.categories ?? [],
    language,
    images: image ? [image] : [],
    enclosures: [],
    ...(event ? { event: eventOf(event, timeZone) } : {}),
    ...(topics ? { topics } : {}),
    base,
  };
}

function contentOf({ html, markdown, text }: WrittenArticle): FoundText | undefined {
  if (html?.trim()) return { value: html, isHtml: true };
  if (markdown?.trim()) return { value: htmlOf(markdown), isHtml: true };
  return text?.trim() ? { value: text, isHtml: false } : undefined;
}

/** What HTML stands in it goes the way of all HTML afterwards. */
function htmlOf(markdown: string): string {
  try {
    return marked.parse(markdown, { async: false, gfm: true });
  } catch (cause) {
    throw new RundbriefError('invalid', 'The Markdown of an article is nested too deeply to be read', { cause });
  }
}

function eventOf(event: NonNullable<WrittenArticle['event']>, timeZone: string): FoundEvent {
  const { startsAt, endsAt, allDay, place, online } = event;
  const as = (moment: string | undefined) => (allDay ? dayOf(moment, timeZone) : moment);
  return { start: as(startsAt), end: as(endsAt), place, ...(online === undefined ? {} : { online }) };
}

/** An event that takes days is known by its days alone, on the publication's own calendar. */
function dayOf(text: string | undefined, timeZone: string): string | undefined {
  const date = readDate(text, timeZone);
  if (!date) return undefined;
  const moment = Temporal.Instant.fromEpochMilliseconds(date.getTime());
  return moment.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
