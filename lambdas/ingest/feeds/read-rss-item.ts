import type { FoundItem } from '../items/parsed-document.ts';
import { innerBase } from '../items/web-address.ts';
import { enclosuresIn, imagesIn } from './read-media.ts';
import { allTexts, attribute, type Elements, firstText, textElement, textOf, type XmlNode } from './xml-nodes.ts';

/** What an RSS item of any version says, in the order in which we believe it. */
export function foundRssItem(elements: Elements, attributes: Record<string, string>, outer: string): FoundItem {
  const base = innerBase(attributes['xml:base'], outer);
  const guid = firstText(elements, 'guid', 'id');
  const content = firstText(elements, 'content:encoded', 'xhtml:body', 'atom:content', 'content', 'fullitem');
  const summary = firstText(elements, 'description', 'summary', 'atom:summary', 'dc:description', 'itunes:summary');
  const enclosures = enclosuresIn(elements);
  const at = (value: string | undefined) => ({ value, base });
  return {
    guid: textOf(guid) || attributes['rdf:about'],
    links: [
      ...allTexts(elements, 'link').map(at),
      ...(elements.link ?? []).map((link) => at(attribute(link, 'href'))),
      ...alternates(elements).map(at),
      at(permalink(guid)),
      at(textOf(firstText(elements, 'url'))),
      ...enclosures.map(({ url }) => at(url)),
    ],
    title: textElement(firstText(elements, 'title', 'dc:title', 'media:title'), false),
    summary: textElement(summary ?? firstText(elements, 'itunes:subtitle', 'media:description'), false, base),
    content: textElement(content, false, base),
    published: allTexts(elements, 'pubDate', 'atom:published', 'published', 'dcterms:issued', 'issued'),
    updated: allTexts(
      elements,
      'dc:date',
      'atom:updated',
      'updated',
      'dcterms:modified',
      'modified',
      'dcterms:created',
      'created',
    ),
    authors: [...allTexts(elements, 'dc:creator'), ...allTexts(elements, 'author', 'itunes:author').map(nameOf)],
    categories: allTexts(elements, 'category', 'dc:subject'),
    language: textOf(firstText(elements, 'dc:language', 'language')) || attributes['xml:lang'],
    images: imagesIn(elements),
    enclosures,
    event: {
      start: textOf(firstText(elements, 'ev:startdate')),
      end: textOf(firstText(elements, 'ev:enddate')),
      place: textOf(firstText(elements, 'ev:location')),
    },
    base,
  };
}

/** `mail@example.org (Name)` and `Name <mail@example.org>` → Name; a mere address is no name to print. */
export function nameOf(author: string): string {
  const bracketed = /\(([^()@]{1,200})\)\s*$/.exec(author.slice(0, 500))?.[1];
  const name = bracketed ?? author.slice(0, 500).replace(/<[^<>]{0,300}>/g, '');
  return /\S@\S/.test(name) ? '' : name.trim();
}

function alternates(elements: Elements): (string | undefined)[] {
  return (elements['atom:link'] ?? [])
    .filter((link) => (attribute(link, 'rel') ?? 'alternate') === 'alternate')
    .map((link) => attribute(link, 'href'));
}

/** A guid is an address unless it says it is none. */
function permalink(guid: XmlNode | undefined): string | undefined {
  const text = textOf(guid).trim();
  const isNone = attribute(guid, 'isPermaLink')?.trim().toLowerCase() === 'false';
  return isNone || !/^https?:\/\//i.test(text) ? undefined : text;
}
