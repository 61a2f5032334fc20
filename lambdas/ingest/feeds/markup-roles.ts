import type { Attribute } from './markup-attributes.ts';
import type { Vocabulary } from './markup-names.ts';

/** What elements are for, as far as cleaning must know. */

export const TEXT_HOLDERS = new Set([
  'title',
  'description',
  'summary',
  'content',
  'content:encoded',
  'subtitle',
  'tagline',
  'rights',
  'copyright',
  'info',
  'xhtml:body',
  'body',
  'abstract',
  'dc:title',
  'dc:description',
  'itunes:summary',
  'itunes:subtitle',
  'media:title',
  'media:description',
]);

/** Elements that never stand inside text: before one of them, an unclosed title or description has ended. */
export const NEVER_IN_TEXT = new Set([
  'guid',
  'pubDate',
  'description',
  'content:encoded',
  'enclosure',
  'dc:date',
  'dc:creator',
]);
/** We write these ourselves, once; what they say is kept. */
export const ENVELOPES = new Set(['rss', 'channel', 'feed']);
export const ROOTS: Record<string, Vocabulary> = { rss: 'rss', rdf: 'rss', channel: 'rss', feed: 'atom' };
export const ARTICLE: Record<Vocabulary, string> = { rss: 'item', atom: 'entry' };
export const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** Atom 1.0 says `xhtml` or an XML type; in Atom 0.3 markup is inline unless the mode says otherwise. */
export function isInlineMarkup(attributes: Attribute[]): boolean {
  const { type = 'text', mode } = Object.fromEntries(attributes);
  if (mode) return mode === 'xml' && /html/i.test(type);
  return /^(xhtml|application\/xhtml\+xml)$|[+/]xml$/i.test(type);
}

/** What is read of a feed and of an item; anything else does not reach the parser. */
export const FEED_ELEMENTS =
  `title dc:title link atom:link language dc:language author atom:author generator ttl sy:updateperiod
  sy:updatefrequency at:deleted-entry`.split(/\s+/);
export const ITEM_ELEMENTS =
  `title link atom:link guid id pubDate dc:date dcterms:issued dcterms:created dcterms:modified
  atom:published atom:updated issued modified created published updated description summary abstract atom:summary content
  content:encoded atom:content xhtml:body body fullitem author dc:creator atom:author itunes:author category dc:subject dc:title
  dc:description itunes:summary itunes:subtitle itunes:image media:content media:group media:thumbnail media:title
  media:description image enclosure source language dc:language ev:startdate ev:enddate ev:location ev:type url a
  feedburner:origlink`.split(/\s+/);
