/**
 * RSS 2.0 and Atom 1.0, written by the package `feed`.
 *
 * It has known defects, and each line here that looks odd mends one of them; docs/decisions/0006-feeds-out.md lists them.
 * What it cannot say is put in afterwards: on the root element, which nothing precedes, and per entry in place of a link
 * that holds a word drawn at random for this one build, so that no article can contain it.
 */
import { randomUUID } from 'node:crypto';
import { Feed, type FeedOptions } from 'feed';
import { escapeMarkup } from './clean-text.ts';
import type { FeedContent, FeedItem } from './feed-content.ts';

const GENERATOR = 'Rundbrief';

export function writeRss(content: FeedContent): string {
  const feed = new Feed(optionsOf(content));
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
  return withRoot(feed.rss2(), '<rss', [
    'version="2.0"',
    'xmlns:atom="http://www.w3.org/2005/Atom"',
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:ev="http://purl.org/rss/1.0/modules/event/"',
    'xmlns:media="http://search.yahoo.com/mrss/"',
  ]);
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
  return withRoot(xml, '<feed', [
    'xmlns="http://www.w3.org/2005/Atom"',
    'xmlns:media="http://search.yahoo.com/mrss/"',
    `xml:lang="${content.language}"`,
  ]);
}

function optionsOf({ id, title, description, language, siteUrl, addresses, updated }: FeedContent): FeedOptions {
  return {
    id,
    title: inText(title),
    description: inText(description),
    language,
    link: siteUrl,
    updated,
    generator: GENERATOR,
    docs: 'https://www.rssboard.org/rss-specification',
    feedLinks: { rss: addresses.rss, atom: addresses.atom, json: addresses.json },
    hub: addresses.hub,
  };
}

function rssExtensions({ authors, image, event }: FeedItem) {
  const creators = authors.map((name) => ({ _text: inText(name) }));
  const picture = image && { _attributes: { url: escapeMarkup(image.url), medium: 'image' } };
  return [
    // The writer underneath takes a list for a repeated element, which the type of `feed` does not know.
    ...(creators.length ? [{ name: 'dc:creator', objects: creators as unknown as Record<string, unknown> }] : []),
    ...(picture ? [{ name: 'media:content', objects: picture }] : []),
    ...(event ? [{ name: 'ev:startdate', objects: { _text: event.start } }] : []),
    ...(event?.end ? [{ name: 'ev:enddate', objects: { _text: event.end } }] : []),
    ...(event?.place ? [{ name: 'ev:location', objects: { _text: inText(event.place) } }] : []),
  ];
}

/** What an entry says beside its texts, in the order RFC 4287 leaves free. */
function atomElements({ url, enclosures, categories, image, language }: FeedItem): string[] {
  const inLanguage = language ? ` hreflang="${escapeMarkup(language)}"` : '';
  return [
    ...(url ? [`<link rel="alternate" type="text/html" href="${escapeMarkup(url)}"${inLanguage}/>`] : []),
    ...enclosures.map(
      (enclosure) =>
        `<link rel="enclosure" type="${escapeMarkup(enclosure.type)}" length="${enclosure.length}" href="${escapeMarkup(enclosure.url)}"/>`,
    ),
    ...categories.map((name) => `<category term="${escapeMarkup(name)}"/>`),
    ...(image ? [`<media:content url="${escapeMarkup(image.url)}" medium="image"/>`] : []),
  ];
}

/** Exchanges the root element's attributes, all of them: which ones the package writes depends on the items. */
function withRoot(xml: string, root: '<rss' | '<feed', attributes: string[]): string {
  const start = xml.indexOf(root);
  const end = xml.indexOf('>', start);
  return `${xml.slice(0, start)}${root} ${attributes.join(' ')}${xml.slice(end)}\n`;
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
