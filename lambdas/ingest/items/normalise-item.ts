import { createHash } from 'node:crypto';
import type { EventDetails } from '../../domain/article.ts';
import { firstImage } from './first-image.ts';
import { foldSpace, linesOfHtml, shorten, textOfHtml } from './html-text.ts';
import type { FoundItem, FoundText, ParsedItem, ReadingContext } from './parsed-document.ts';
import { readDate } from './read-date.ts';
import { sanitiseHtml } from './sanitise-html.ts';
import { suggestEvent } from './suggest-event.ts';
import { absoluteAddress } from './web-address.ts';

const MAX_TITLE = 500;
const MAX_TEASER = 500;
const MAX_GUID = 2000;
const MAX_LABEL = 200;
const MAX_LABELS = 50;
const MAX_ENCLOSURES = 20;

/** What WordPress and its plugins put under every teaser; a reader of ours has our own link. */
const CREDIT = /^(?:Der Beitrag|The post) .{1,400} (?:erschien zuerst auf|appeared first on) .{1,200}$/;
const READ_ON = /(?:Weiterlesen|Mehr lesen|Read more|Continue reading)(?: [^.!?…]{0,120})?(?: ?[→»›…])?$/i;
const MAX_READ_ON = 160;
const ELLIPSIS = / ?\[(?:…|\.\.\.)\] ?…?$/;

/** @returns undefined for an item in which nothing at all can be read */
export function normaliseItem(found: FoundItem, { timeZone }: ReadingContext): ParsedItem | undefined {
  const url = firstAddress(found.links);
  const guid = foldSpace(found.guid ?? '').slice(0, MAX_GUID) || undefined;
  const title = shorten(plainTitle(found.title), MAX_TITLE);
  const body = found.content ?? found.summary;
  let html: string | undefined;
  let revision: string | undefined;
  const teaser = teaserOf(found.summary) || teaserOf(found.content);
  if (!url && !guid && !title && !teaser) return undefined;
  const publishedAt = firstDate(found.published, timeZone) ?? firstDate(found.updated, timeZone);
  const event = eventOf(found, timeZone);
  let suggestion: { event: EventDetails | undefined } | undefined;
  return {
    guid,
    url,
    title,
    teaser,
    get html() {
      // Half the work of a parse, and an article that we know already never needs it.
      html ??= body ? safeHtml(body, url ?? found.base) : '';
      return html;
    },
    image: imageOf(found, body, url),
    authors: labels(found.authors),
    categories: labels(found.categories),
    language: languageTag(found.language),
    enclosures: enclosuresOf(found),
    publishedAt,
    updatedAt: firstDate(found.updated, timeZone),
    event,
    ...(found.topics ? { topics: found.topics } : {}),
    get eventSuggestion() {
      if (event) return undefined;
      suggestion ??= { event: suggestEvent([title, ...linesOf(body)].join('\n'), { timeZone, publishedAt }) };
      return suggestion.event;
    },
    get revision() {
      revision ??= revisionOf(found);
      return revision;
    },
  };
}

/** `de_DE` → `de-DE`; anything that is no language tag is none. */
export function languageTag(given: string | undefined): string | undefined {
  const tag = given?.slice(0, 40).trim().replaceAll('_', '-');
  return tag && /^[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}$/i.test(tag) ? tag : undefined;
}

export function plainTitle(found: FoundText | undefined): string {
  if (!found) return '';
  return found.isHtml ? textOfHtml(found.value, { limit: MAX_TITLE }) : foldSpace(found.value.slice(0, MAX_TITLE * 8));
}

function teaserOf(found: FoundText | undefined): string {
  if (!found) return '';
  const { value, isHtml } = found;
  const text = isHtml ? textOfHtml(value, { limit: MAX_TEASER * 2 }) : foldSpace(value.slice(0, MAX_TEASER * 8));
  return shorten(withoutReadOn(text.slice(0, MAX_TEASER * 2)), MAX_TEASER);
}

/** Looks only at the end: most teasers have nothing of the kind, and a search from every letter would cost as much as the parse. */
function withoutReadOn(text: string): string {
  const credit = Math.max(text.lastIndexOf('Der Beitrag '), text.lastIndexOf('The post '));
  const isCredit = credit >= 0 && CREDIT.test(text.slice(credit));
  const tailAt = Math.max(0, (isCredit ? credit : text.length) - MAX_READ_ON);
  const body = isCredit ? text.slice(0, credit).trimEnd() : text;
  return body.slice(0, tailAt) + body.slice(tailAt).replace(READ_ON, '').replace(ELLIPSIS, '…');
}

/** As much as may announce an event: its beginning. */
const MAX_ANNOUNCEMENT = 2000;

function linesOf(body: FoundText | undefined): string[] {
  if (!body) return [];
  return body.isHtml
    ? linesOfHtml(body.value, { limit: MAX_ANNOUNCEMENT })
    : body.value.slice(0, MAX_ANNOUNCEMENT).split('\n');
}

function safeHtml(body: FoundText, base: string): string {
  if (body.isHtml) return sanitiseHtml(body.value, body.base ?? base);
  const paragraphs = body.value.split(/\n\s*\n/).map((text) => text.trim());
  return sanitiseHtml(paragraphs.map((text) => `<p>${escapeText(text)}</p>`).join(''), base);
}

/** Raised when we come to make something else of the same words, so that articles follow. */
const READING_VERSION = 1;

function revisionOf(found: FoundItem): string {
  return createHash('sha256')
    .update(JSON.stringify([READING_VERSION, found]))
    .digest('base64url')
    .slice(0, 27);
}

function firstAddress(links: FoundItem['links']): string | undefined {
  for (const { value, base } of links) {
    const address = absoluteAddress(value, base);
    if (address) return address;
  }
  return undefined;
}

function firstDate(texts: (string | undefined)[], timeZone: string): Date | undefined {
  for (const text of texts) {
    const date = readDate(text, timeZone);
    if (date) return date;
  }
  return undefined;
}

/** The picture the publisher names, else the first in the article. */
function imageOf(
  { images, base }: FoundItem,
  body: FoundText | undefined,
  url: string | undefined,
): ParsedItem['image'] {
  for (const { url: given, alt } of images) {
    const address = absoluteAddress(given, base);
    if (address) return { url: address, alt: textOfHtml(alt ?? '', { limit: MAX_LABEL }) };
  }
  return body?.isHtml ? firstImage(body.value, body.base ?? url ?? base) : undefined;
}

function enclosuresOf({ enclosures, base }: FoundItem): ParsedItem['enclosures'] {
  const byUrl = new Map<string, ParsedItem['enclosures'][number]>();
  for (const { url, type, length } of enclosures.slice(0, MAX_ENCLOSURES)) {
    const address = absoluteAddress(url, base);
    if (!address || byUrl.has(address)) continue;
    const isType = type && /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/.test(type.trim());
    const bytes = Number(length);
    byUrl.set(address, {
      url: address,
      ...(isType ? { type: type.trim() } : {}),
      ...(Number.isSafeInteger(bytes) && bytes > 0 ? { length: bytes } : {}),
    });
  }
  return [...byUrl.values()];
}

/** Only where the publisher says so. */
function eventOf({ event }: FoundItem, timeZone: string): EventDetails | undefined {
  const startsAt = readDate(event?.start, timeZone);
  if (!event || !startsAt) return undefined;
  const endsAt = readDate(event.end, timeZone);
  const place = textOfHtml(event.place ?? '', { limit: MAX_LABEL });
  return {
    startsAt,
    ...(endsAt && endsAt >= startsAt ? { endsAt } : {}),
    allDay: /^\s*\d{4}-\d{2}-\d{2}\s*$/.test(event.start ?? ''),
    ...(place ? { place } : {}),
    online: event.online ?? /^https?:\/\//.test(place),
  };
}

function labels(given: string[]): string[] {
  const plain = given.slice(0, MAX_LABELS).map((label) => shorten(textOfHtml(label, { limit: MAX_LABEL }), MAX_LABEL));
  return [...new Set(plain.filter(Boolean))];
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
