import type { FoundItem } from '../items/parsed-document.ts';
import { innerBase } from '../items/web-address.ts';
import { nameOf, personOf } from './person-names.ts';
import { eventIn } from './read-event-module.ts';
import { imagesIn, mediaEnclosures, mediaText } from './read-media.ts';
import {
  allTexts,
  attribute,
  childrenOf,
  type Elements,
  firstText,
  textElement,
  textOf,
  type XmlNode,
} from './xml-nodes.ts';

/** What an Atom 1.0 or 0.3 entry says, in the order in which we believe it. */
export function foundAtomItem(elements: Elements, attributes: Record<string, string>, outer: string): FoundItem {
  const base = innerBase(attributes['xml:base'], outer);
  const links = elements['atom:link'] ?? [];
  const enclosures = [
    ...links.filter((link) => relation(link) === 'enclosure').map(enclosureOf),
    ...mediaEnclosures(elements),
  ];
  const at = (value: string | undefined) => ({ value, base });
  const id = textOf(firstText(elements, 'id', 'guid')).trim();
  return {
    guid: id,
    links: [
      ...preferred(links).map((link) => ({
        value: attribute(link, 'href') ?? textOf(link),
        base: innerBase(attribute(link, 'xml:base'), base),
      })),
      at(textOf(firstText(elements, 'feedburner:origlink'))),
      at(contentSource(elements)),
      at(/^https?:\/\//i.test(id) ? id : undefined),
      ...enclosures.map(({ url }) => at(url)),
    ],
    title: textElement(
      firstText(elements, 'title', 'dc:title', 'media:title') ?? mediaText(elements, 'media:title'),
      true,
    ),
    summary: textElement(
      firstText(elements, 'summary', 'media:description', 'description', 'dc:description') ??
        mediaText(elements, 'media:description'),
      true,
      base,
    ),
    content: textElement(firstText(elements, 'content', 'content:encoded', 'xhtml:body', 'body'), true, base),
    published: allTexts(elements, 'atom:published', 'issued', 'pubDate'),
    updated: allTexts(elements, 'atom:updated', 'modified', 'dc:date', 'created'),
    authors: authorsOf(elements),
    categories: [
      ...(elements.category ?? []).map((node) => attribute(node, 'label') ?? attribute(node, 'term') ?? textOf(node)),
      ...allTexts(elements, 'dc:subject'),
    ],
    language: attributes['xml:lang'] ?? attribute(elements.content?.[0], 'xml:lang'),
    images: imagesIn(elements),
    enclosures,
    event: eventIn(elements),
    base,
  };
}

const relation = (link: XmlNode) => attribute(link, 'rel')?.trim().toLowerCase() || 'alternate';

/** The page for people first, then other forms of the same, then what is merely related. */
function preferred(links: XmlNode[]): XmlNode[] {
  const alternates = links.filter((link) => relation(link) === 'alternate');
  const isPage = (link: XmlNode) => /html/i.test(attribute(link, 'type') ?? 'text/html');
  const others = links.filter((link) => relation(link) === 'via' || relation(link) === 'related');
  return [...alternates.filter(isPage), ...alternates.filter((link) => !isPage(link)), ...others];
}

function contentSource(elements: Elements): string | undefined {
  return elements.content?.map((node) => attribute(node, 'src')).find(Boolean);
}

function enclosureOf(link: XmlNode): FoundItem['enclosures'][number] {
  return { url: attribute(link, 'href'), type: attribute(link, 'type'), length: attribute(link, 'length') };
}

/** The entry's authors, else those of the feed it was taken from. */
function authorsOf(elements: Elements): string[] {
  const own = [...peopleIn(elements), ...allTexts(elements, 'dc:creator').map(nameOf)].filter(Boolean);
  return own.length > 0 ? own : (elements.source ?? []).flatMap((source) => childrenOf(source, 'author').map(personOf));
}

export function peopleIn(elements: Elements): string[] {
  return [...(elements.author ?? []), ...(elements['atom:author'] ?? [])].map(personOf);
}
