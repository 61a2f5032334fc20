/**
 * RSS and Atom of all versions: the cleaned document through rss-parser, then what its elements mean.
 *
 * rss-parser gives every element we name as a list of raw nodes; its own reading of them (which loses attributes, second
 * elements and the order of mixed content) is not used. Only parseString: its parseURL fetches from anywhere.
 */
import Parser from 'rss-parser';
import parserInternals from 'rss-parser/lib/utils.js';
import { plainTitle } from '../items/normalise-item.ts';
import type { FoundDocument, ReadingContext } from '../items/parsed-document.ts';
import { absoluteAddress, innerBase } from '../items/web-address.ts';
import type { CleanDocument } from './clean-markup.ts';
import { foundAtomItem, peopleIn } from './read-atom-entry.ts';
import { housekeepingOf } from './read-housekeeping.ts';
import { foundRssItem } from './read-rss-item.ts';
import { attribute, type Elements, firstText, textElement, textOf } from './xml-nodes.ts';

const FEED_ELEMENTS =
  `title dc:title link atom:link language dc:language author atom:author generator ttl sy:updateperiod
  sy:updatefrequency at:deleted-entry`.split(/\s+/);
const ITEM_ELEMENTS = `title link atom:link guid id pubDate dc:date dcterms:issued dcterms:created dcterms:modified
  atom:published atom:updated issued modified created published updated description summary abstract atom:summary content
  content:encoded atom:content xhtml:body body fullitem author dc:creator atom:author itunes:author category dc:subject dc:title
  dc:description itunes:summary itunes:subtitle itunes:image media:content media:group media:thumbnail media:title
  media:description image enclosure source language dc:language ev:startdate ev:enddate ev:location ev:type url a
  feedburner:origlink`.split(/\s+/);

const keepNodes = (name: string) =>
  [name, `nodes:${name}`, { keepArray: true }] as [string, string, { keepArray: true }];

/** @throws what the parsers throw; the caller tries the next one */
export async function readXmlFeed(document: CleanDocument, context: ReadingContext): Promise<FoundDocument> {
  const { root, vocabulary } = document;
  const feed = await feedParser().parseString(document.xml);
  const base = innerBase(root['xml:base'] ?? root.BASE, context.url);
  const nodes = nodesOf(feed, FEED_ELEMENTS);
  const isAtom = vocabulary === 'atom';
  const links = (isAtom ? nodes['atom:link'] : [...(nodes.link ?? []), ...(nodes['atom:link'] ?? [])]) ?? [];
  const found = isAtom ? foundAtomItem : foundRssItem;
  const items = feed.items.map((item) => found(nodesOf(item, ITEM_ELEMENTS), attributesOf(item), base));
  const authors = isAtom ? peopleIn(nodes) : [];
  return {
    title: plainTitle(textElement(firstText(nodes, 'title', 'dc:title'), isAtom)),
    language: textOf(nodes.language?.[0]) || textOf(nodes['dc:language']?.[0]) || root['xml:lang'],
    siteUrl:
      links
        .filter((link) => (attribute(link, 'rel') ?? 'alternate') === 'alternate')
        .map((link) => absoluteAddress(attribute(link, 'href') ?? textOf(link), base))
        .find(Boolean) ?? absoluteAddress(root.HREF, base),
    // An entry without authors has those of its feed (RFC 4287, 4.2.1).
    items: items.map((item) => (item.authors.some((author) => author.trim()) ? item : { ...item, authors })),
    ...housekeepingOf({ nodes, links, base, url: context.url, hasItems: items.length > 0 }),
  };
}

type Fields = Record<string, unknown>;

function feedParser(): Parser<Fields, Fields> {
  // rss-parser always computes snippets, in quadratic time on `a<h` × 20,000. We never use them: no text, no time.
  parserInternals.stripHtml = () => '';
  return new Parser<Fields, Fields>({
    customFields: {
      feed: FEED_ELEMENTS.map(keepNodes) as unknown as string[],
      item: [...ITEM_ELEMENTS, '$'].map(keepNodes),
    },
  });
}

function nodesOf(fields: object, names: string[]): Elements {
  const elements: Elements = {};
  for (const name of names) {
    const nodes: unknown = Reflect.get(fields, `nodes:${name}`);
    if (Array.isArray(nodes)) elements[name] = nodes;
  }
  return elements;
}

function attributesOf(item: object): Record<string, string> {
  const attributes: unknown = Reflect.get(item, 'nodes:$');
  return attributes && typeof attributes === 'object' ? (attributes as Record<string, string>) : {};
}
