import type { FoundItem } from '../items/parsed-document.ts';
import { innerBase } from '../items/web-address.ts';
import { personOf } from './person-names.ts';
import { eventIn } from './read-event-module.ts';
import { enclosuresIn, imagesIn, mediaText } from './read-media.ts';
import { allTexts, attribute, type Elements, firstText, textElement, textOf, type XmlNode } from './xml-nodes.ts';

const UPDATED = ['dc:date', 'atom:updated', 'updated', 'dcterms:modified', 'modified', 'dcterms:created', 'created'];

/** What an RSS item of any version says, in the order in which we believe it. */
export function foundRssItem(elements: Elements, attributes: Record<string, string>, outer: string): FoundItem {
  const base = innerBase(attributes['xml:base'] ?? attributes.BASE, outer);
  const guid = firstText(elements, 'guid', 'id');
  const content = firstText(elements, 'content:encoded', 'xhtml:body', 'body', 'atom:content', 'content', 'fullitem');
  const summary =
    firstText(elements, 'description', 'abstract', 'summary', 'atom:summary', 'dc:description', 'itunes:summary') ??
    firstText(elements, 'itunes:subtitle', 'media:description') ??
    mediaText(elements, 'media:description');
  const enclosures = enclosuresIn(elements);
  const at = (value: string | undefined) => ({ value, base });
  return {
    guid: textOf(guid) || attributes['rdf:about'],
    links: [
      ...allTexts(elements, 'link').map(at),
      ...(elements.link ?? []).map((link) => at(attribute(link, 'href'))),
      ...alternates(elements).map(at),
      at(permalink(guid)),
      at(textOf(firstText(elements, 'feedburner:origlink'))),
      // CDF, of 1997, is RSS with addresses in attributes.
      at(attributes.HREF ?? attributes.href),
      ...(elements.a ?? []).map((link) => at(attribute(link, 'HREF') ?? attribute(link, 'href'))),
      at(textOf(firstText(elements, 'url'))),
      ...enclosures.map(({ url }) => at(url)),
    ],
    title: textElement(
      firstText(elements, 'title', 'dc:title', 'media:title') ?? mediaText(elements, 'media:title'),
      false,
    ),
    summary: textElement(summary, false, base),
    content: textElement(content, false, base),
    published: allTexts(elements, 'pubDate', 'atom:published', 'published', 'dcterms:issued', 'issued'),
    updated: [...allTexts(elements, ...UPDATED), attributes.LASTMOD ?? attributes.lastmod],
    authors: authorsOf(elements),
    categories: allTexts(elements, 'category', 'dc:subject'),
    language: textOf(firstText(elements, 'dc:language', 'language')) || attributes['xml:lang'],
    images: imagesIn(elements),
    enclosures,
    event: eventIn(elements),
    base,
  };
}

function authorsOf(elements: Elements): string[] {
  const named = ['dc:creator', 'author', 'atom:author', 'itunes:author'].flatMap((name) => elements[name] ?? []);
  return named.map(personOf);
}

function alternates(elements: Elements): (string | undefined)[] {
  return (elements['atom:link'] ?? [])
    .filter((link) => (attribute(link, 'rel') ?? 'alternate') === 'alternate')
    .map((link) => attribute(link, 'href'));
}

/** A guid is an address unless it says it is none; a relative one only if it looks like it, or says so. */
function permalink(guid: XmlNode | undefined): string | undefined {
  const text = textOf(guid).trim();
  const says = attribute(guid, 'isPermaLink')?.trim().toLowerCase();
  const isRelative = /^\/[^\s/]\S*$/.test(text) || (says === 'true' && /^[^\s:]+$/.test(text));
  return says !== 'false' && (/^https?:\/\//i.test(text) || isRelative) ? text : undefined;
}
