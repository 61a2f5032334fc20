import type { ExplorationMessage } from '../messages.ts';

/** The kinds of sources that are asked by address. */
export type AskedKind = NonNullable<ExplorationMessage['kind']>;

/** What a document is at first sight; its label is believed last. */
export function kindOfDocument(bytes: Uint8Array, contentType = ''): AskedKind {
  // UTF-16 has a NUL at every other place.
  const start = Buffer.from(bytes.subarray(0, 3_000))
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^[\s\u00bb\u00bf\u00ef\u00fe\u00ff]+/, '');
  if (/^BEGIN:VCALENDAR/i.test(start)) return 'calendar';
  if (/^[[{]/.test(start)) return isJsonFeed(start, contentType) ? 'feed' : 'wordpress';
  const isPage = /<!doctype html|<html/i.test(start);
  if (!isPage && /<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]/i.test(start)) return 'sitemap';
  if (!isPage && /<(?:\w{1,20}:)?(?:rss|feed|rdf)[\s>:]/i.test(start)) return 'feed';
  return isPage || /<(?:head|body|title|meta|div|p|table)[\s>]/i.test(start) || /html/i.test(contentType)
    ? 'page'
    : 'feed';
}

function isJsonFeed(start: string, contentType: string): boolean {
  return /jsonfeed\.org/.test(start) || /feed\+json/i.test(contentType) || /^\{[^{]{0,2000}"items"/.test(start);
}
