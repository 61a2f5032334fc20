/**
 * RSS 2.0, written by the package `feed`; each line here that looks odd mends one of its defects, and
 * docs/decisions/0006-feeds-out.md lists them.
 *
 * RSS never said whether a title is text or markup. The RSS Profile settles it with `&#x26;` and `&#x3C;`, which mean text
 * and nothing else; the writer underneath cannot write them, so they stand in as control characters, which no article can
 * hold, and titles stand in as a word drawn at random for this one build.
 */
import { randomUUID } from 'node:crypto';
import { Feed } from 'feed';
import { escapeMarkup } from './clean-text.ts';
import type { FeedContent, FeedItem } from './feed-content.ts';
import { archiveMark, inCdata, optionsOf, unmistakable, withRoot } from './xml-text.ts';

type Extension = Record<string, unknown>;

export function writeRss(content: FeedContent): string {
  const feed = new Feed(optionsOf(content, plain));
  feed.addExtension({ name: 'atom:link', objects: links(content) as unknown as Extension });
  const place = `urn:uuid:${randomUUID()}`;
  for (const [index, item] of content.items.entries()) {
    feed.addItem({
      title: `${place}#${index}`,
      // An item without an address has no link; the type insists on one.
      link: item.url ?? '',
      id: item.id,
      date: item.updated,
      published: item.published,
      description: inCdata(escapeMarkup(item.summary)),
      content: inCdata(item.html),
      category: item.categories.map((name) => ({ name: plain(name) })),
      ...(item.enclosures[0] ? { enclosure: item.enclosures[0] } : {}),
      extensions: extensionsOf(item),
    });
  }
  const { namespaces, elements } = archiveMark(content);
  const xml = withRoot(feed.rss2(), '<rss', [
    'version="2.0"',
    'xmlns:atom="http://www.w3.org/2005/Atom"',
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:ev="http://purl.org/rss/1.0/modules/event/"',
    ...namespaces,
    'xmlns:media="http://search.yahoo.com/mrss/"',
  ]);
  return xml
    .replace('<channel>', ['<channel>', ...elements].join('\n        '))
    .replaceAll(new RegExp(`<!\\[CDATA\\[${place}#(\\d+)\\]\\]>`, 'g'), (_title, index) =>
      plain(content.items[Number(index)]?.title ?? '').replaceAll('>', '&gt;'),
    )
    .replaceAll(AMPERSAND, '&#x26;')
    .replaceAll(LESS_THAN, '&#x3C;');
}

const AMPERSAND = '\u0001';
const LESS_THAN = '\u0002';
/** Text that no reader takes for markup: not those that follow the profile, and not those that decode twice. */
function plain(text: string): string {
  return unmistakable(text).replaceAll('&', AMPERSAND).replaceAll('<', LESS_THAN);
}

/** In place of those that the package writes: it knows no links of RFC 5005. */
function links({ addresses, history }: FeedContent) {
  const { previous, current } = history ?? {};
  const type = 'application/rss+xml';
  const all = [
    { rel: 'self', type, href: addresses.rss },
    ...(addresses.hub ? [{ rel: 'hub', href: addresses.hub }] : []),
    ...(current ? [{ rel: 'current', type, href: current.rss }] : []),
    ...(previous ? [{ rel: 'prev-archive', type, href: previous.rss }] : []),
  ];
  return all.map(({ href, ...link }) => ({ _attributes: { href: escapeMarkup(href), ...link } }));
}

/** What `feed` has no field for. The writer underneath takes a list for a repeated element, which its type does not know. */
function extensionsOf({ authors, image, enclosures, event, language, source }: FeedItem) {
  const text = (name: string, value: string | undefined) => (value ? [{ name, objects: { _text: plain(value) } }] : []);
  const list = (name: string, objects: object[]) =>
    objects.length > 0 ? [{ name, objects: objects as unknown as Extension }] : [];
  const media = [
    ...(image ? [mediaOf({ ...image, medium: 'image' })] : []),
    // Only one of them can be the enclosure.
    ...enclosures.slice(1).map((enclosure) => mediaOf({ ...enclosure, fileSize: enclosure.length })),
  ];
  return [
    ...list(
      'dc:creator',
      authors.map((name) => ({ _text: plain(name) })),
    ),
    ...text('dc:language', language),
    ...list('source', source ? [{ _attributes: { url: escapeMarkup(source.url) }, _text: plain(source.title) }] : []),
    ...list('media:content', media),
    ...text('ev:startdate', event?.start),
    ...text('ev:enddate', event?.end),
    ...text('ev:location', event?.place),
  ];
}

function mediaOf({ url, type, medium, fileSize }: { url: string; type?: string; medium?: string; fileSize?: number }) {
  return {
    _attributes: {
      url: escapeMarkup(url),
      ...(type ? { type: escapeMarkup(type) } : {}),
      ...(medium ? { medium } : {}),
      ...(fileSize ? { fileSize } : {}),
    },
  };
}
