/** The welcome as plain text, written from the same data. */
import { datesIn } from '../digest/dates.ts';
import { wrap } from '../digest/plain-text.ts';
import { typeset } from '../digest/typeset.ts';
import { DIGEST_WORDS } from '../digest/words.ts';
import type { WelcomeData } from './letter.ts';
import { WELCOME_WORDS, welcomeParagraphs } from './words.ts';

const THICK = '='.repeat(76);
const THIN = '-'.repeat(76);

export function welcomePlainText(data: WelcomeData): string {
  const { publication, language, links } = data;
  const words = DIGEST_WORDS[language];
  const said = welcomeParagraphs(publication, language).flatMap((paragraph) => [
    ...wrap(typeset(paragraph, language)),
    '',
  ]);
  const lines = [
    ...wrap(publication.title),
    THICK,
    '',
    ...said,
    ...latestLines(data),
    THIN,
    '',
    ...wrap(words.because(publication.title)),
    '',
    `${words.unsubscribe}:`,
    links.unsubscribe,
    '',
    `${words.preferences}:`,
    links.preferences,
    '',
    `${words.imprint}:`,
    ...publication.imprint.flatMap((line) => wrap(typeset(line, language))),
  ];
  return `${lines.join('\n')}\n`;
}

function latestLines({ latest, publication, language }: WelcomeData): string[] {
  if (!latest) return [];
  const { edition, archiveUrl } = latest;
  const words = WELCOME_WORDS[language];
  const dates = datesIn(language, publication.timeZone);
  const headlines = edition.items.flatMap(({ title, url, publishedAt, event }) => [
    ...wrap(typeset(title, language)),
    ...wrap(event ? dates.event(event) : dates.day(publishedAt)),
    ...(url ? [url] : []),
    '',
  ]);
  return [
    words.latest.toLocaleUpperCase(language),
    `${DIGEST_WORDS[language].edition(edition.number)} · ${dates.day(edition.composedAt)}`,
    '',
    ...headlines,
    `${words.wholeEdition}:`,
    archiveUrl,
    '',
  ];
}
