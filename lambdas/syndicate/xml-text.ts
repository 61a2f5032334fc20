/**
 * Text on its way through the package `feed` and the writer underneath it. What they do wrong, and what is mended here,
 * is listed in docs/decisions/0006-feeds-out.md.
 */
import type { FeedOptions } from 'feed';
import type { FeedContent } from './feed-content.ts';

/** What RSS and Atom have in common before any item. */
export function optionsOf(content: FeedContent, inText: (text: string) => string): FeedOptions {
  const { id, title, description, language, siteUrl, addresses, updated, copyright, icon } = content;
  return {
    id,
    title: inText(title),
    description: inText(description),
    language,
    link: siteUrl,
    updated,
    generator: 'Rundbrief',
    docs: 'https://www.rssboard.org/rss-specification',
    feedLinks: { rss: addresses.rss, atom: addresses.atom },
    hub: addresses.hub,
    ...(copyright ? { copyright: inText(copyright) } : {}),
    // In RSS the channel's picture; in Atom the larger and the smaller one.
    ...(icon ? { image: inText(icon), favicon: inText(icon) } : {}),
  };
}

/**
 * The mark of a part of the history (RFC 5005), with what it needs. The oldest part goes without: validators want every
 * marked one to lead on, and nothing is before it.
 */
export function archiveMark({ history }: FeedContent): { namespaces: string[]; elements: string[] } {
  if (!history?.current || !history.previous) return { namespaces: [], elements: [] };
  return { namespaces: ['xmlns:fh="http://purl.org/syndication/history/1.0"'], elements: ['<fh:archive/>'] };
}

/**
 * Exchanges the root element's attributes, all of them: which ones the package writes depends on the items.
 *
 * @param first - elements to stand before all others
 */
export function withRoot(xml: string, root: '<rss' | '<feed', attributes: string[], first: string[] = []): string {
  const start = xml.indexOf(root);
  const end = xml.indexOf('>', start) + 1;
  const inserted = first.map((element) => `\n    ${element}`).join('');
  return `${xml.slice(0, start)}${root} ${attributes.join(' ')}>${inserted}${xml.slice(end)}\n`;
}

/** The writer underneath takes `&amp;` in a text for an ampersand already escaped; ours are meant as they stand. */
export function inText(text: string): string {
  return text.replaceAll('&amp;', '&amp;amp;');
}

/** The writer underneath splits the first `]]>` in a CDATA section and lets the others end it. */
export function inCdata(text: string): string {
  const first = text.indexOf(']]>');
  if (first < 0) return text;
  const after = first + 3;
  return text.slice(0, after) + text.slice(after).replaceAll(']]>', ']]]]><![CDATA[>');
}

/** Joins without a sign and without a break. */
const WORD_JOINER = '\u2060';

/** Where only text may stand, and some take it for markup: an invisible sign keeps it from being any. */
export function unmistakable(text: string): string {
  return text.replaceAll(/[<&](?=(?<=<)[/!?a-z]|(?<=&)(?:#|\w+;))/gi, `$&${WORD_JOINER}`);
}
