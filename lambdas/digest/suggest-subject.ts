import { SUBJECT_WORDS } from '../../templates/digest/subject-words.ts';
import { DIGEST_WORDS } from '../../templates/digest/words.ts';
import type { EditionItem } from '../domain/edition.ts';
import type { Language, Publication } from '../domain/publication.ts';
import { isOver } from './choose-articles.ts';
import { shortenText } from './shorten-text.ts';

/** What stands in the list of an inbox. */
export interface SubjectLines {
  subject: string;
  preheader: string;
}

/** Phones show about 40 characters of a subject, desktops about 70; of more than this an edition's check warns. */
const LONGEST_SUBJECT = 60;
const LONGEST_OF_TWO = 28;
const LONGEST_PREHEADER = 130;

/**
 * A subject and a line under it, until an editor writes better ones: „Bildungsforum Ruhr und 5 weitere Beiträge“. A headline
 * that would have to be cut for the number of the others stands by itself.
 */
export function suggestSubject(items: EditionItem[], language: Language): SubjectLines {
  const [first, ...others] = items;
  if (!first) return { subject: '', preheader: '' };
  const counted = DIGEST_WORDS[language].subject(first.title, others.length);
  const subject = lengthOf(counted) <= LONGEST_SUBJECT ? counted : shortenText(first.title, LONGEST_SUBJECT);
  return { subject, preheader: preheaderOf(others, first, language) };
}

const lengthOf = (text: string): number => [...text].length;

/** What is said around a title is said whole; the title is shortened to what room is left. */
const around = (words: (title: string) => string, title: string): string =>
  words(shortenText(title, LONGEST_SUBJECT - lengthOf(words(''))));

/** Those of an edition once its items are others: our suggestion follows them, an editor's words stay. */
export function followingLines(
  { subject, preheader, items: before }: SubjectLines & { items: EditionItem[] },
  items: EditionItem[],
  language: Language,
): SubjectLines {
  const [was, is] = [suggestSubject(before, language), suggestSubject(items, language)];
  return {
    subject: subject === was.subject ? is.subject : subject,
    preheader: preheader === was.preheader ? is.preheader : preheader,
  };
}

/**
 * Several to choose from, the one an edition begins with first; none twice. The line under each says what its subject
 * does not.
 */
export function suggestSubjects(
  items: EditionItem[],
  { title, language, timeZone }: Pick<Publication, 'title' | 'language' | 'timeZone'>,
  now: Date,
): SubjectLines[] {
  const [first] = items;
  if (!first) return [];
  const [second, ...rest] = items.filter(({ title }) => title !== first.title);
  const words = SUBJECT_WORDS[language];
  const others = items.slice(1);
  const short = (item: EditionItem, most: number) => shortenText(item.title, most);
  const lines = [suggestSubject(items, language)];
  lines.push({ subject: short(first, LONGEST_SUBJECT), preheader: preheaderOf(others, first, language) });
  if (second) {
    const subject = words.both(short(first, LONGEST_OF_TWO), short(second, LONGEST_OF_TWO));
    lines.push({ subject, preheader: preheaderOf(rest, first, language) });
  }
  lines.push(...nextEvent(items, { language, timeZone, now }));
  const events = items.filter(({ event }) => event).length;
  lines.push({
    subject: around((name) => words.counted(name, items.length - events, events), title),
    preheader: shortenText([...new Set(items.map((item) => item.title))].join(' · '), LONGEST_PREHEADER),
  });
  return lines.filter(({ subject }, at) => lines.findIndex((line) => line.subject === subject) === at);
}

function nextEvent(
  items: EditionItem[],
  { language, timeZone, now }: { language: Language; timeZone: string; now: Date },
): SubjectLines[] {
  const coming = items.flatMap((item) => (item.event && !isOver(item, now) ? [{ item, at: item.event.startsAt }] : []));
  const [next, ...later] = coming.sort((one, other) => one.at.getTime() - other.at.getTime());
  if (!next) return [];
  const day = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone,
  });
  const others = items.filter((item) => item !== next.item);
  return [
    {
      subject: around(
        (title) => SUBJECT_WORDS[language].event(title, day.format(next.at), later.length),
        next.item.title,
      ),
      preheader: preheaderOf(others, next.item, language),
    },
  ];
}

/** Further headlines, each once; where there are none, how the only article begins. */
function preheaderOf(others: EditionItem[], first: EditionItem, language: Language): string {
  const titles = new Set(others.map(({ title }) => title));
  titles.delete(first.title);
  const more = [...titles].slice(0, 4);
  const text = more.length > 0 ? DIGEST_WORDS[language].alsoIn(more.join(' · ')) : first.teaser.replaceAll(/\s+/g, ' ');
  return shortenText(text, LONGEST_PREHEADER);
}
