/** Ways to begin a subject line, for editors to choose from. Headlines come shortened. */
import type { Language } from '../../lambdas/domain/publication.ts';

export interface SubjectWords {
  /** Two headlines share the line. */
  both: (first: string, second: string) => string;
  /** An event that is coming up, and how many other events there are. */
  event: (title: string, day: string, others: number) => string;
  /** What is in it, by number. */
  counted: (publicationTitle: string, articles: number, events: number) => string;
}

const PLURALS: Record<Language, Intl.PluralRules> = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };

const number = (language: Language, one: string, other: string) => (count: number) =>
  PLURALS[language].select(count) === 'one' ? one : other.replace('#', String(count));

const articlesDe = number('de', 'ein Beitrag', '# Beiträge');
const eventsDe = number('de', 'ein Termin', '# Termine');
const moreEventsDe = number('de', 'ein weiterer Termin', '# weitere Termine');
const articlesEn = number('en', 'one story', '# stories');
const eventsEn = number('en', 'one event', '# events');
const moreEventsEn = number('en', 'one more event', '# more events');

const some = (texts: (string | false)[], and: string) => texts.filter(Boolean).join(and);

export const SUBJECT_WORDS: Record<Language, SubjectWords> = {
  de: {
    both: (first, second) => `${first} · ${second}`,
    event: (title, day, others) => some([`${title} am ${day}`, others > 0 && moreEventsDe(others)], ' und '),
    counted: (title, articles, events) =>
      `${title}: ${some([articles > 0 && articlesDe(articles), events > 0 && eventsDe(events)], ' und ')}`,
  },
  en: {
    both: (first, second) => `${first} · ${second}`,
    event: (title, day, others) => some([`${title} on ${day}`, others > 0 && moreEventsEn(others)], ' and '),
    counted: (title, articles, events) =>
      `${title}: ${some([articles > 0 && articlesEn(articles), events > 0 && eventsEn(events)], ' and ')}`,
  },
};
