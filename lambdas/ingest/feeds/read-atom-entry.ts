import type { FoundItem } from '../items/parsed-document.ts';
import { innerBase } from '../items/web-address.ts';
import { imagesIn, mediaEnclosures } from './read-media.ts';
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
      at(contentSource(elements)),
      at(/^https?:\/\//i.test(id) ? id : undefined),
      ...enclosures.map(({ url }) => at(url)),
    ],
    title: textElement(firstText(elements, 'title', 'media:title'), true),
    summary: textElement(
      firstText(elements, 'summary', 'media:description', 'description') ?? groupDescription(elements),
      true,
      base,
    ),
    content: textElement(firstText(elements, 'content', 'content:encoded', 'xhtml:body'), true, base),
    published: allTexts(elements, 'atom:published', 'issued', 'pubDate'),
    updated: allTexts(elements, 'atom:updated', 'modified', 'dc:date', 'created'),
    authors: [...people(elements), ...allTexts(elements, 'dc:creator')],
    categories: [
      ...(elements.category ?? []).map((node) => attribute(node, 'label') ?? attribute(node, 'term') ?? textOf(node)),
      ...allTexts(elements, 'dc:subject'),
    ],
    language: attributes['xml:lang'] ?? attribute(elements.content?.[0], 'xml:lang'),
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

function people(elements: Elements): string[] {
  return (elements.author ?? []).map((author) => textOf(childrenOf(author, 'name')[0]) || textOf(author));
}

/** YouTube puts the only text of an entry into its media group. */
function groupDescription(elements: Elements): XmlNode | undefined {
  return childrenOf(elements['media:group']?.[0], 'media:description').find((node) => textOf(node).trim());
}
