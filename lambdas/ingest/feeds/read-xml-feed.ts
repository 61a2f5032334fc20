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
import { FEED_ELEMENTS, ITEM_ELEMENTS } from './markup-roles.ts';
import { foundAtomItem, peopleIn } from './read-atom-entry.ts';
import { housekeepingOf } from './read-housekeeping.ts';
import { foundRssItem } from './read-rss-item.ts';
import { attribute, type Elements, firstText, textElement, textOf, type XmlNode } from './xml-nodes.ts';

const KEPT = 'nodes:';

const keepNodes = (name: string) => [name, KEPT + name, { keepArray: true }] as [string, string, { keepArray: true }];

/** @throws what the parsers throw; the caller tries the next one */
export async function readXmlFeed(document: CleanDocument, context: ReadingContext): Promise<FoundDocument> {
  const { root, vocabulary, texts } = document;
  const feed = await feedParser(document.names).parseString(document.xml);
  const base = innerBase(root['xml:base'] ?? root.BASE, context.url);
  const nodes = nodesOf(feed, texts);
  const isAtom = vocabulary === 'atom';
  const links = (isAtom ? nodes['atom:link'] : [...(nodes.link ?? []), ...(nodes['atom:link'] ?? [])]) ?? [];
  const found = isAtom ? foundAtomItem : foundRssItem;
  const items = feed.items.map((item) => found(nodesOf(item, texts), attributesOf(item), base));
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

/** @param names - of the elements that there are: it looks for each in every item */
function feedParser(names: Set<string>): Parser<Fields, Fields> {
  const present = (list: string[]) => list.filter((name) => names.has(name));
  // rss-parser always computes snippets, in quadratic time on `a<h` × 20,000. We never use them: no text, no time.
  parserInternals.stripHtml = () => '';
  return new Parser<Fields, Fields>({
    customFields: {
      feed: present(FEED_ELEMENTS).map(keepNodes) as unknown as string[],
      item: [...present(ITEM_ELEMENTS), '$'].map(keepNodes),
    },
  });
}

function nodesOf(fields: object, texts: string[]): Elements {
  const elements: Elements = {};
  for (const [key, nodes] of Object.entries(fields)) {
    if (!key.startsWith(KEPT) || !Array.isArray(nodes)) continue;
    elements[key.slice(KEPT.length)] = nodes.map((node) => withTexts(node, texts));
  }
  return elements;
}

/** The parser was given numbers of texts in their place. */
function withTexts(node: XmlNode, texts: string[]): XmlNode {
  if (typeof node === 'string') return textAt(node, texts);
  if (typeof node._ === 'string') node._ = textAt(node._, texts);
  for (const [name, children] of Object.entries(node)) {
    if (name !== '$' && Array.isArray(children)) node[name] = children.map((child) => withTexts(child, texts));
  }
  return node;
}

function textAt(numbers: string, texts: string[]): string {
  return numbers.replace(/\s*(\d+);\s*/g, (_, number) => texts[number] ?? '');
}

function attributesOf(item: object): Record<string, string> {
  const attributes: unknown = Reflect.get(item, `${KEPT}$`);
  return attributes && typeof attributes === 'object' ? (attributes as Record<string, string>) : {};
}
