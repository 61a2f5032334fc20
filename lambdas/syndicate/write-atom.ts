/**
 * Atom 1.0 (RFC 4287), written by the package `feed`; each line here that looks odd mends one of its defects, and
 * docs/decisions/0006-feeds-out.md lists them.
 *
 * What it cannot say is put in afterwards: on the root element, which nothing precedes, and per entry in place of a link
 * that holds a word drawn at random for this one build, so that no article can contain it.
 */
import { randomUUID } from 'node:crypto';
import { Feed } from 'feed';
import type { Attribution } from './attribution.ts';
import { escapeMarkup } from './clean-text.ts';
import type { FeedContent, FeedItem } from './feed-content.ts';
import { archiveMark, inCdata, inText, optionsOf, unmistakable, withRoot } from './xml-text.ts';

export function writeAtom(content: FeedContent): string {
  const feed = new Feed({ ...optionsOf(content, textConstruct), author: { name: nameOf(content.author) } });
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
      author: item.authors.map((name) => ({ name: nameOf(name) })),
    });
  }
  const { namespaces, elements } = archiveMark(content);
  const xml = feed.atom1().replaceAll(new RegExp(`<link href="${place}#(\\d+)"/>`, 'g'), (_link, index) => {
    const item = content.items[Number(index)];
    return item ? elementsOf(item).join('\n        ') : '';
  });
  return withRoot(
    xml,
    '<feed',
    [
      'xmlns="http://www.w3.org/2005/Atom"',
      ...namespaces,
      'xmlns:media="http://search.yahoo.com/mrss/"',
      `xml:lang="${content.language}"`,
    ],
    [...elements, ...historyOf(content)],
  );
}

/** A person's name is text in every case. */
const nameOf = (name: string) => inText(unmistakable(name));

/** Text that could be taken for markup says that it is escaped markup: then nobody has to guess. Addresses never do. */
function textConstruct(text: string): string {
  if (!/<[/a-z]|&(?:#|\w+;)/i.test(text) || URL.canParse(text)) return inText(text);
  const element = { _attributes: { type: 'html' }, _cdata: inCdata(escapeMarkup(text)) };
  // The writer underneath takes an element, which the type of `feed` does not know.
  return element as unknown as string;
}

function historyOf({ history }: FeedContent): string[] {
  const { previous, current } = history ?? {};
  const link = (rel: string, href: string) => `<link rel="${rel}" href="${escapeMarkup(href)}"/>`;
  return [
    ...(current ? [link('current', current.atom)] : []),
    ...(previous ? [link('prev-archive', previous.atom)] : []),
  ];
}

/** What an entry says beside its texts, in the order RFC 4287 leaves free. */
function elementsOf({ url, enclosures, categories, image, language, source, updated }: FeedItem): string[] {
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
    ...(source ? [sourceOf(source, updated)] : []),
  ];
}

/** Its own id and times are not ours to know: its address stands for the one, this entry for the other. */
function sourceOf({ title, url }: Attribution, updated: Date): string {
  const [name, address] = [escapeMarkup(title), escapeMarkup(url)];
  return [
    `<source><id>${address}</id><title type="html">${escapeMarkup(name)}</title>`,
    `<updated>${updated.toISOString()}</updated><author><name>${escapeMarkup(unmistakable(title))}</name></author>`,
    `<link rel="self" href="${address}"/></source>`,
  ].join('');
}
