import type { Edition, EditionItem } from '../domain/edition.ts';
import { momentOf } from '../domain/moments.ts';
import type { Publication } from '../domain/publication.ts';
import { stableId } from './addresses.ts';
import { beginning, cleanLine, cleanText, escapeMarkup, webUrl } from './clean-text.ts';
import type { FeedItem } from './feed-content.ts';
import { publicAddresses } from './public-addresses.ts';

const LONGEST_SUMMARY = 500;

/** An edition as an item of the feed of editions: what it says and which articles are in it. */
export function itemOfEdition(edition: Edition, publication: Publication, siteUrl: string): FeedItem {
  const { id, number, subject, preheader, intro, frozenAt, composedAt, items } = edition;
  const published = new Date(momentOf(frozenAt ?? composedAt));
  const titles = items.map(({ title }) => cleanLine(title));
  const title = cleanLine(subject) || `${cleanLine(publication.title)} ${number}`;
  const summary = cleanLine(preheader) || cleanText(intro).trim() || titles.join(' · ') || title;
  const topics = new Set(items.flatMap((item) => item.topics));
  const isTeaser = publication.feeds?.content === 'teaser';
  return {
    articleId: id,
    id: stableId('edition', publication.id, id),
    url: publicAddresses(siteUrl, publication.id).edition(number),
    title,
    summary: beginning(summary, LONGEST_SUMMARY),
    html: isTeaser ? '' : htmlOf(intro, items),
    authors: [],
    categories: publication.topics.filter((topic) => topics.has(topic.id)).map((topic) => cleanLine(topic.title)),
    enclosures: [],
    published,
    updated: published,
  };
}

function htmlOf(intro: string, items: EditionItem[]): string {
  const paragraphs = cleanText(intro)
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim())
    .map((paragraph) => `<p>${escapeMarkup(paragraph.trim())}</p>`);
  const articles = items.map(({ title, teaser, url }) => {
    const address = webUrl(url);
    const name = escapeMarkup(cleanLine(title));
    const heading = address ? `<a href="${escapeMarkup(address)}">${name}</a>` : name;
    const text = cleanText(teaser).trim();
    return `<h3>${heading}</h3>${text ? `<p>${escapeMarkup(text)}</p>` : ''}`;
  });
  return [...paragraphs, ...articles].join('\n');
}
