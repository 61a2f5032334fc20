/**
 * The digest as plain text, written from the data and not from the HTML: for some readers this is the whole newsletter.
 * Lines are wrapped at 76; an address stands alone on its line, however long it is.
 */
import type { Edition, EditionItem } from '../../lambdas/domain/edition.ts';
import type { Language, Publication } from '../../lambdas/domain/publication.ts';
import { type Dates, datesIn } from './dates.ts';
import { typeset } from './typeset.ts';
import { DIGEST_WORDS, type DigestWords } from './words.ts';

export interface PlainTextData {
  publication: Publication;
  edition: Edition;
  language: Language;
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
  const events = numbered.filter(({ item }) => item.event);
  return [
    opening(page),
    ...numbered.filter(({ item }) => !item.event).map(({ item, at }) => mark([at]) + article(item, page)),
    ...(events.length > 0 ? [mark(events.map(({ at }) => at)) + eventHeading(page)] : []),
    ...events.map(({ item, at }) => mark([at]) + event(item, page)),
    mark() + closing(page),
  ].join('');
}

function opening({ publication, edition, words, dates, language, archiveUrl }: Page): string {
  const intro = edition.intro.trim() ? [...wrap(typeset(edition.intro, language)), ''] : [];
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

function eventHeading({ words, language }: Page): string {
  return block([words.events.toLocaleUpperCase(language), '']);
}

function event(item: EditionItem, page: Page): string {
  const { words, dates, language } = page;
  const details = item.event as NonNullable<EditionItem['event']>;
  const where = [...(details.place ? [details.place] : []), ...(details.online ? [words.online] : [])].join(' · ');
  return block([
    ...wrap(typeset(item.title, language)),
    ...wrap(`${words.when}: ${dates.event(details)}`),
    ...(where ? wrap(`${words.where}: ${typeset(where, language)}`) : []),
    ...teaserAndLink(item, page),
    '',
    THIN,
    '',
  ]);
}

function teaserAndLink({ teaser, url }: EditionItem, { language }: Page): string[] {
  return [...(teaser ? ['', ...wrap(typeset(teaser, language))] : []), ...(url ? ['', url] : [])];
}

function closing({ words, publication, edition, slots, language }: Page): string {
  const leftOut = edition.leftOut ? [...wrap(words.leftOut(edition.leftOut)), publication.siteUrl, ''] : [];
  return block([
    ...leftOut,
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
