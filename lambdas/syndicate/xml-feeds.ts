/**
 * RSS 2.0 and Atom 1.0, written by the package `feed`.
 *
 * It has known defects, and each line here that looks odd mends one of them; docs/decisions/0006-feeds-out.md lists them.
 * What it cannot say is put in afterwards: on the root element, which nothing precedes, and per entry in place of a link
 * that holds a word drawn at random for this one build, so that no article can contain it.
 */
import { randomUUID } from 'node:crypto';
import { Feed, type FeedOptions } from 'feed';
import type { Attribution } from './attribution.ts';
import { escapeMarkup } from './clean-text.ts';
import type { FeedContent, FeedItem } from './feed-content.ts';

const GENERATOR = 'Rundbrief';

export function writeRss(content: FeedContent): string {
  const feed = new Feed(optionsOf(content));
  feed.addExtension({ name: 'atom:link', objects: rssLinks(content) as unknown as Record<string, unknown> });
  for (const item of content.items) {
    feed.addItem({
      title: inCdata(item.title),
      // An item without an address has no link; the type insists on one.
      link: item.url ?? '',
      id: item.id,
      date: item.updated,
      published: item.published,
      description: inCdata(escapeMarkup(item.summary)),
      content: inCdata(item.html),
      category: item.categories.map((name) => ({ name: inText(name) })),
      ...(item.enclosures[0] ? { enclosure: item.enclosures[0] } : {}),
      extensions: rssExtensions(item),
    });
  }
  const xml = withRoot(feed.rss2(), '<rss', [
    'version="2.0"',
    'xmlns:atom="http://www.w3.org/2005/Atom"',
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:ev="http://purl.org/rss/1.0/modules/event/"',
    ...(content.history?.current ? [HISTORY] : []),
    'xmlns:media="http://search.yahoo.com/mrss/"',
  ]);
  return content.history?.current ? xml.replace('<channel>', () => `<channel>\n        ${IS_ARCHIVE}`) : xml;
}

export function writeAtom(content: FeedContent): string {
  const feed = new Feed({ ...optionsOf(content), author: { name: inText(content.author) } });
  // A word that no article can hold, because it did not exist when the article was written.
  const place = `urn:uuid:${randomUUID()}`;
  for (const [index, item] of content.items.entries()) {
    feed.addItem({
      title: inCdata(escapeMarkup(item.title)),
      link: `${place}#${index}`,
      id: item.id,
      date: item.updated,
      published: item.published,
      description: inCdata(escapeMarkup(item.summary)),
      // An entry with neither an address nor content is refused: then its text is the content.
      content: inCdata(item.html || (item.url ? '' : `<p>${escapeMarkup(item.summary)}</p>`)),
      author: item.authors.map((name) => ({ name: inText(name) })),
    });
  }
  const xml = feed.atom1().replaceAll(new RegExp(`<link href="${place}#(\\d+)"/>`, 'g'), (_link, index) => {
    const item = content.items[Number(index)];
    return item ? atomElements(item).join('\n        ') : '';
  });
  return withRoot(
    xml,
    '<feed',
    [
      'xmlns="http://www.w3.org/2005/Atom"',
      ...(content.history?.current ? [HISTORY] : []),
      'xmlns:media="http://search.yahoo.com/mrss/"',
      `xml:lang="${content.language}"`,
    ],
    atomHistory(content),
  );
}

const HISTORY = 'xmlns:fh="http://purl.org/syndication/history/1.0"';
const IS_ARCHIVE = '<fh:archive/>';

function optionsOf({
  id,
  title,
  description,
  language,
  siteUrl,
  addresses,
  updated,
  ...more
}: FeedContent): FeedOptions {
  const { copyright, icon } = more;
  return {
    id,
    title: inText(title),
    description: inText(description),
    language,
    link: siteUrl,
    updated,
    generator: GENERATOR,
    docs: 'https://www.rssboard.org/rss-specification',
    feedLinks: { atom: addresses.atom },
    hub: addresses.hub,
    ...(copyright ? { copyright: inText(copyright) } : {}),
    // In RSS the channel's picture; in Atom the larger and the smaller one.
    ...(icon ? { image: icon, favicon: icon } : {}),
  };
}

/** In place of those that the package writes: it knows no links of RFC 5005. */
function rssLinks({ addresses, history }: FeedContent) {
  const { previous, current } = history ?? {};
  const links = [
    { rel: 'self', type: RSS, href: addresses.rss },
    ...(addresses.hub ? [{ rel: 'hub', href: addresses.hub }] : []),
    ...(current ? [{ rel: 'current', type: RSS, href: current.rss }] : []),
    ...(previous ? [{ rel: 'prev-archive', type: RSS, href: previous.rss }] : []),
  ];
  return links.map(({ href, ...link }) => ({ _attributes: { href: escapeMarkup(href), ...link } }));
}

const RSS = 'application/rss+xml';

function atomHistory({ history }: FeedContent): string[] {
  const { previous, current } = history ?? {};
  const link = (rel: string, href: string) => `<link rel="${rel}" href="${escapeMarkup(href)}"/>`;
  return [
    ...(current ? [IS_ARCHIVE, link('current', current.atom)] : []),
    ...(previous ? [link('prev-archive', previous.atom)] : []),
  ];
}

function rssExtensions({ authors, image, enclosures, event, language, source }: FeedItem) {
  const creators = authors.map((name) => ({ _text: inText(name) }));
  const media = [
    ...(image ? [mediaOf({ ...image, medium: 'image' })] : []),
    // Only one of them can be the enclosure.
    ...enclosures.slice(1).map((enclosure) => mediaOf({ ...enclosure, fileSize: enclosure.length })),
  ];
  return [
    // The writer underneath takes a list for a repeated element, which the type of `feed` does not know.
    ...(creators.length ? [{ name: 'dc:creator', objects: creators as unknown as Record<string, unknown> }] : []),
    ...(language ? [{ name: 'dc:language', objects: { _text: language } }] : []),
    ...(source
      ? [{ name: 'source', objects: { _attributes: { url: escapeMarkup(source.url) }, _text: inText(source.title) } }]
      : []),
    ...(media.length ? [{ name: 'media:content', objects: media as unknown as Record<string, unknown> }] : []),
    ...(event ? [{ name: 'ev:startdate', objects: { _text: event.start } }] : []),
    ...(event?.end ? [{ name: 'ev:enddate', objects: { _text: event.end } }] : []),
    ...(event?.place ? [{ name: 'ev:location', objects: { _text: inText(event.place) } }] : []),
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

/** What an entry says beside its texts, in the order RFC 4287 leaves free. */
function atomElements({ url, enclosures, categories, image, language, source, updated }: FeedItem): string[] {
  const inLanguage = language ? ` hreflang="${escapeMarkup(language)}"` : '';
  const ofType = image?.type ? ` type="${escapeMarkup(image.type)}"` : '';
  return [
    ...(url ? [`<link rel="alternate" type="text/html" href="${escapeMarkup(url)}"${inLanguage}/>`] : []),
    ...(source ? [`<link rel="via" href="${escapeMarkup(source.url)}"/>`] : []),
    ...enclosures.map(
      (enclosure) =>
        `<link rel="enclosure" type="${escapeMarkup(enclosure.type)}" length="${enclosure.length}" href="${escapeMarkup(enclosure.url)}"/>`,
    ),
    ...categories.map((name) => `<category term="${escapeMarkup(name)}"/>`),
    ...(image ? [`<media:content url="${escapeMarkup(image.url)}"${ofType} medium="image"/>`] : []),
    ...(source ? [atomSource(source, updated)] : []),
  ];
}

/** Its own id and times are not ours to know: its address stands for the one, this entry for the other. */
function atomSource({ title, url }: Attribution, updated: Date): string {
  const [name, address] = [escapeMarkup(title), escapeMarkup(url)];
  return `<source><id>${address}</id><title>${name}</title><updated>${updated.toISOString()}</updated><author><name>${name}</name></author><link rel="self" href="${address}"/></source>`;
}

/**
 * Exchanges the root element's attributes, all of them: which ones the package writes depends on the items.
 *
 * @param first - elements to stand before all others
 */
function withRoot(xml: string, root: '<rss' | '<feed', attributes: string[], first: string[] = []): string {
  const start = xml.indexOf(root);
  const end = xml.indexOf('>', start) + 1;
  const inserted = first.map((element) => `\n    ${element}`).join('');
  return `${xml.slice(0, start)}${root} ${attributes.join(' ')}>${inserted}${xml.slice(end)}\n`;
}

/** The writer underneath takes `&amp;` in a text for an ampersand already escaped; ours are meant as they stand. */
function inText(text: string): string {
  return text.replaceAll('&amp;', '&amp;amp;');
}

/** The writer underneath splits the first `]]>` in a CDATA section and lets the others end it. */
function inCdata(text: string): string {
  const first = text.indexOf(']]>');
  if (first < 0) return text;
  const after = first + 3;
  return text.slice(0, after) + text.slice(after).replaceAll(']]>', ']]]]><![CDATA[>');
}
