import { datesIn } from '../../templates/digest/dates.ts';
import { type Inline, markdownHtml, readMarkdown } from '../../templates/digest/markdown.ts';
import type { EventDetails } from '../domain/article.ts';
import { archivePath, type Edition, type EditionItem } from '../domain/edition.ts';
import { momentOf } from '../domain/moments.ts';
import type { Publication } from '../domain/publication.ts';
import { stableId } from './addresses.ts';
import { beginning, cleanLine, cleanText, escapeMarkup, webUrl } from './clean-text.ts';
import type { FeedItem } from './feed-content.ts';
import { baseOf } from './public-addresses.ts';
import { WORDS } from './words.ts';

const LONGEST_SUMMARY = 500;

/** An edition as an item of the feed of editions: what it says and which articles are in it. */
export function itemOfEdition(edition: Edition, publication: Publication, siteUrl: string): FeedItem {
  const { id, number, subject, preheader, intro, frozenAt, composedAt, items } = edition;
  const published = new Date(momentOf(frozenAt ?? composedAt));
  const titles = items.map(({ title }) => cleanLine(title));
  const title = cleanLine(subject) || `${cleanLine(publication.title)} ${number}`;
  const summary = cleanLine(preheader) || cleanLine(plainWords(intro)) || titles.join(' · ') || title;
  const topics = new Set(items.flatMap((item) => item.topics));
  const isTeaser = publication.feeds?.content === 'teaser';
  return {
    articleId: id,
    id: stableId('edition', publication.id, id),
    url: `${baseOf(siteUrl)}/${archivePath(edition)}`,
    title,
    summary: beginning(summary, LONGEST_SUMMARY),
    html: isTeaser ? '' : htmlOf(edition, publication),
    authors: [],
    categories: publication.topics.filter((topic) => topics.has(topic.id)).map((topic) => cleanLine(topic.title)),
    enclosures: [],
    published,
    updated: published,
  };
}

/** In the order of reading, under the edition's headings, between the words of its editors. */
function htmlOf({ intro, outro = '', sections, items }: Edition, publication: Publication): string {
  const titles = new Map(sections?.map(({ id, title }) => [id, cleanLine(title)]));
  const articles = items.map((item, place) => {
    const title = item.section !== items[place - 1]?.section ? titles.get(item.section ?? '') : undefined;
    return `${title ? `<h2>${escapeMarkup(title)}</h2>\n` : ''}${articleOf(item, publication)}`;
  });
  return [ownWords(intro), ...articles, ownWords(outro)].filter(Boolean).join('\n');
}

/** What editors write themselves, in Markdown. */
const ownWords = (markdown: string) =>
  markdownHtml(cleanText(markdown), { paragraph: '', list: '', link: '', typeset: (words) => words });

/** The same without its marks. */
const plainWords = (markdown: string) =>
  readMarkdown(cleanText(markdown))
    .flatMap((paragraph) => (paragraph.kind === 'list' ? paragraph.items : [paragraph.parts]))
    .map(wordsOf)
    .join(' ');

const wordsOf = (parts: Inline[]): string =>
  parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'break' ? ' ' : wordsOf(part.parts))).join('');

function articleOf({ title, teaser, url, event }: EditionItem, publication: Publication): string {
  const address = webUrl(url);
  const name = escapeMarkup(cleanLine(title));
  const heading = address ? `<a href="${escapeMarkup(address)}">${name}</a>` : name;
  const when = event && whenOf(event, publication);
  const texts = [...(when ? [when] : []), cleanText(teaser).trim()].filter(Boolean);
  return `<h3>${heading}</h3>${texts.map((text) => `<p>${escapeMarkup(text)}</p>`).join('')}`;
}

function whenOf(event: EventDetails, { language, timeZone }: Publication): string {
  const place = cleanLine(event.place ?? '');
  const where = [...(place ? [place] : []), ...(event.online ? [WORDS[language].online] : [])];
  return [datesIn(language, timeZone).event(event), ...where].join(' · ');
}
