/**
 * The digest as plain text, written from the data and not from the HTML: for some readers this is the whole newsletter.
 * Lines are wrapped at 76; an address stands alone on its line, however long it is.
 */
import { type Edition, type EditionItem, isAmongEvents } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { type Dates, datesIn } from './dates.ts';
import { printable } from './escape.ts';
import { calendarAddress, mapAddress } from './event-links.ts';
import { ownTeaser } from './item-view.ts';
import { markdownText } from './markdown.ts';
import { typeset } from './typeset.ts';
import { DIGEST_WORDS, type DigestWords } from './words.ts';

export interface PlainTextData {
  publication: Publication;
  edition: Edition;
  language: Language;
  siteUrl: string;
  archiveUrl: string;
  slots: { unsubscribe: string; preferences: string };
  mark: (forItems?: number[]) => string;
}

interface Page extends PlainTextData {
  words: DigestWords;
  dates: Dates;
  topicTitle: Map<string, string>;
}

const LINE = 76;
const THIN = '-'.repeat(LINE);
const THICK = '='.repeat(LINE);

export function plainText(data: PlainTextData): string {
  const { publication, edition, language, mark } = data;
  const page: Page = {
    ...data,
    words: DIGEST_WORDS[language],
    dates: datesIn(language, publication.timeZone),
    topicTitle: new Map(publication.topics.map(({ id, title }) => [id, title])),
  };
  const numbered = edition.items.map((item, at) => ({ item, at }));
  const isInEventGroup = ({ item }: { item: EditionItem }) => isAmongEvents(item);
  const events = numbered.filter(isInEventGroup);
  const parts = [
    opening(page),
    ...groups(
      numbered.filter((one) => !isInEventGroup(one)),
      page,
    ),
    ...(events.length > 0 ? [mark(events.map(({ at }) => at)) + groupHeading(page.words.events, page)] : []),
    ...events.map(({ item, at }) => mark([at]) + event(item, page)),
    mark() + closing(page),
  ];
  return printable(parts.join(''));
}

function opening({ publication, edition, words, dates, language, archiveUrl }: Page): string {
  const intro = edition.intro.trim() ? [...ownWords(edition.intro, language), ''] : [];
  return block([
    ...wrap(publication.title),
    `${words.edition(edition.number)} · ${dates.day(edition.composedAt)}`,
    THICK,
    '',
    ...intro,
    `${words.viewInBrowser}:`,
    archiveUrl,
    '',
    THIN,
    '',
  ]);
}

/** What editors write themselves; the addresses it leads to stand below it. */
function ownWords(markdown: string, language: Language, first = 1): string[] {
  const { text, addresses } = markdownText(markdown, first);
  const list = addresses.map(({ number, url }) => `[${number}] ${url}`);
  return [...wrap(typeset(text, language)), ...(list.length > 0 ? ['', ...list] : [])];
}

/** Items in their order, under the headings editors gave them. */
function groups(items: { item: EditionItem; at: number }[], page: Page): string[] {
  const titles = new Map(page.edition.sections?.map(({ id, title }) => [id, title]));
  return items.map(({ item, at }, place) => {
    const isFirst = item.section !== undefined && items[place - 1]?.item.section !== item.section;
    const all = items.filter((other) => other.item.section === item.section).map((other) => other.at);
    const heading = isFirst ? page.mark(all) + groupHeading(titles.get(item.section ?? '') ?? '', page) : '';
    return heading + page.mark([at]) + (item.event ? event(item, page) : article(item, page));
  });
}

function groupHeading(title: string, { language }: Page): string {
  return block([...wrap(typeset(title.toLocaleUpperCase(language), language)), '']);
}

function article(item: EditionItem, page: Page): string {
  const topics = item.topics.flatMap((topic) => page.topicTitle.get(topic) ?? []);
  return block([
    ...wrap(typeset(item.title, page.language)),
    ...wrap([page.dates.day(item.publishedAt), ...topics].join(' · ')),
    ...teaserAndLink(item, page),
    '',
    THIN,
    '',
  ]);
}

function event(item: EditionItem, page: Page): string {
  const { words, dates, language, siteUrl, publication } = page;
  const details = item.event as NonNullable<EditionItem['event']>;
  const where = [...(details.place ? [details.place] : []), ...(details.online ? [words.online] : [])].join(' · ');
  return block([
    ...wrap(typeset(item.title, language)),
    ...wrap(`${words.when}: ${dates.event(details)}`),
    ...(where ? wrap(`${words.where}: ${typeset(where, language)}`) : []),
    ...teaserAndLink(item, page),
    '',
    `${words.saveEvent}:`,
    calendarAddress(siteUrl, publication.id, item.articleId),
    ...(details.place?.trim() ? ['', `${words.map}:`, mapAddress(details.place)] : []),
    '',
    THIN,
    '',
  ]);
}

function teaserAndLink(item: EditionItem, { language }: Page): string[] {
  const teaser = item.isShort ? '' : ownTeaser(item);
  return [...(teaser ? ['', ...wrap(typeset(teaser, language))] : []), ...(item.url ? ['', item.url] : [])];
}

function closing({ words, publication, edition, slots, language }: Page): string {
  const leftOut = edition.leftOut ? [...wrap(words.leftOut(edition.leftOut)), publication.siteUrl, ''] : [];
  const next = markdownText(edition.intro).addresses.length + 1;
  const outro = edition.outro?.trim() ? [...ownWords(edition.outro, language, next), '', THIN, ''] : [];
  return block([
    ...leftOut,
    ...outro,
    ...wrap(words.because(publication.title)),
    '',
    `${words.unsubscribe}:`,
    slots.unsubscribe,
    '',
    `${words.preferences}:`,
    slots.preferences,
    '',
    `${words.imprint}:`,
    ...publication.imprint.flatMap((line) => wrap(typeset(line, language))),
    ...(publication.privacyNotice ? ['', `${words.privacyNotice}:`, publication.privacyNotice] : []),
  ]);
}

const block = (lines: string[]) => `${lines.join('\n')}\n`;

/** Breaks at blanks only, never at a non-breaking one; a longer word keeps its line. Paragraphs stay apart. */
export function wrap(text: string): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(/[ \t\r\f]+/).filter(Boolean)) {
      const line = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if ([...line].length <= LINE || !lines.at(-1)) lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return lines;
  });
}
