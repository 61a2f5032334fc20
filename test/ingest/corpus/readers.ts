/** The three that are compared, each giving what it found in the same few words. */
import { parseFeed } from 'feedsmith';
import Parser from 'rss-parser';
import { decodeText } from '../../../lambdas/ingest/feeds/decode-text.ts';
import { parseDocument } from '../../../lambdas/ingest/feeds/parse-document.ts';
import { textOfHtml } from '../../../lambdas/ingest/items/html-text.ts';
import { absoluteAddress } from '../../../lambdas/ingest/items/web-address.ts';
import type { CorpusDocument } from './open-corpus.ts';

export interface ReadItem {
  title?: string;
  link?: string;
  published?: number;
  id?: string;
}

export interface Reader {
  name: string;
  /** @throws when it cannot read the document */
  read(document: CorpusDocument): Promise<ReadItem[]>;
}

type Decode = (document: CorpusDocument) => string;

const decoded: Decode = ({ bytes, contentType }) => decodeText(bytes, contentType);
const asUtf8: Decode = ({ bytes }) => new TextDecoder().decode(bytes);

/** The two libraries are given text decoded as ours is, which neither does itself; and once more as most code calls them. */
export const READERS: Reader[] = [
  { name: 'ours', read: readOurs },
  { name: 'rss-parser', read: (document) => readWithRssParser(document, decoded) },
  { name: 'feedsmith', read: (document) => readWithFeedsmith(document, decoded) },
  { name: 'rss-parser, bytes taken for UTF-8', read: (document) => readWithRssParser(document, asUtf8) },
  { name: 'feedsmith, bytes taken for UTF-8', read: (document) => readWithFeedsmith(document, asUtf8) },
];

async function readOurs({ bytes, contentType, url }: CorpusDocument): Promise<ReadItem[]> {
  const { items } = await parseDocument(bytes, { contentType, url });
  return items.map(({ title, url: link, publishedAt, guid }) => ({
    title,
    link,
    published: publishedAt?.getTime(),
    id: guid,
  }));
}

async function readWithRssParser(document: CorpusDocument, decode: Decode): Promise<ReadItem[]> {
  const { items } = await new Parser().parseString(decode(document));
  return items.map((item) => ({
    title: titleOf(textIn(item.title)),
    link: absoluteAddress(textIn(item.link), document.url),
    published: dateOf(item.isoDate ?? item.pubDate),
    id: textIn(item.guid) ?? textIn(Reflect.get(item, 'id')),
  }));
}

async function readWithFeedsmith(document: CorpusDocument, decode: Decode): Promise<ReadItem[]> {
  const { format, feed } = parseFeed(decode(document));
  const at = (link: string | undefined) => absoluteAddress(link, document.url);
  switch (format) {
    case 'atom':
      return (feed.entries ?? []).map(({ id, title, links, published, updated }) => ({
        title: titleOf(textIn(title)),
        link: at(links?.find(({ rel }) => !rel || rel === 'alternate')?.href),
        published: dateOf(published ?? updated),
        id,
      }));
    case 'json':
      return (feed.items ?? []).map(({ id, title, url, external_url, date_published, date_modified }) => ({
        title: titleOf(title),
        link: at(url ?? external_url),
        published: dateOf(date_published ?? date_modified),
        id,
      }));
    default:
      return (feed.items ?? []).map((item) => {
        const guid = 'guid' in item ? item.guid : undefined;
        const [date] = item.dc?.dates ?? [];
        return {
          title: titleOf(textIn(item.title)),
          link: at(item.link ?? (guid?.isPermaLink === false ? undefined : guid?.value)),
          published: dateOf(('pubDate' in item ? item.pubDate : undefined) ?? date),
          id: guid?.value,
        };
      });
  }
}

/** Both give a text or an object around it. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!value || typeof value !== 'object') return undefined;
  return textIn(Reflect.get(value, '_') ?? Reflect.get(value, 'value'));
}

function titleOf(html: string | undefined): string | undefined {
  return html === undefined ? undefined : textOfHtml(html);
}

function dateOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
