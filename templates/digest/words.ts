/** What a digest says in its own voice, in every language it speaks. Numbers are plain; markup is the template's. */
import type { Language } from '../../lambdas/domain/publication.ts';
import { typeset } from './typeset.ts';

export interface DigestWords {
  edition: (number: number) => string;
  viewInBrowser: string;
  unsubscribe: string;
  preferences: string;
  /** Heading over the events. */
  events: string;
  /** Heading over articles of no topic, below those of topics. */
  otherTopics: string;
  when: string;
  where: string;
  online: string;
  /** Leads to the article from below its teaser. */
  readOn: string;
  /** Fetches the calendar file of an event. */
  saveEvent: string;
  map: string;
  /** What a link says to those who hear it: links with the same words need not lead to the same place. */
  linkTo: (words: string, target: string) => string;
  imprint: string;
  privacyNotice: string;
  /** Why this mail came; the law and good manners want it said. */
  because: (publicationTitle: string) => string;
  /** One article, or several, stand in this edition with their headline only; of how many a reader gets, it says nothing. */
  shortened: (count: number) => string;
  /** One article, or several, are on the archive page only. */
  onArchivePage: (count: number) => string;
  /** More came in than an edition may hold. */
  leftOut: (count: number) => string;
  /** A subject from the first headline and how many follow. */
  subject: (headline: string, others: number) => string;
  /** Announces further headlines in the line under the subject. */
  alsoIn: (headlines: string) => string;
  subscribe: string;
}

const PLURALS: Record<Language, Intl.PluralRules> = { de: new Intl.PluralRules('de'), en: new Intl.PluralRules('en') };
const NUMBERS: Record<Language, Intl.NumberFormat> = {
  de: new Intl.NumberFormat('de'),
  en: new Intl.NumberFormat('en'),
};

const counted =
  (language: Language, one: string, other: string) =>
  (count: number): string => {
    const words = PLURALS[language].select(count) === 'one' ? one : other;
    return typeset(words.replace('#', NUMBERS[language].format(count)), language);
  };

const moreInGerman = counted('de', 'ein weiterer Beitrag', '# weitere Beiträge');
const moreInEnglish = counted('en', 'one more story', '# more stories');

const de: DigestWords = {
  edition: (number) => `Ausgabe ${number}`,
  viewInBrowser: 'Im Browser lesen',
  unsubscribe: 'Abmelden',
  preferences: 'Themen und Häufigkeit ändern',
  events: 'Termine',
  otherTopics: 'Außerdem',
  when: 'Wann',
  where: 'Wo',
  online: 'Online',
  readOn: 'Weiterlesen',
  saveEvent: 'Termin speichern (.ics)',
  map: 'Karte',
  linkTo: (words, target) => `${words}: ${target}`,
  imprint: 'Impressum',
  privacyNotice: 'Datenschutzerklärung',
  because: (title) => `Sie erhalten diese E-Mail, weil Sie „${title}“ abonniert haben.`,
  shortened: counted(
    'de',
    'Damit diese E-Mail vollständig bei Ihnen ankommt, steht ein Beitrag hier nur mit seiner Überschrift. Auf der Archivseite lesen Sie ihn mit Anreißer.',
    'Damit diese E-Mail vollständig bei Ihnen ankommt, stehen einige Beiträge hier nur mit ihrer Überschrift. Auf der Archivseite lesen Sie alle mit Anreißer.',
  ),
  onArchivePage: counted(
    'de',
    'Ein weiterer Beitrag steht auf der Archivseite.',
    'Weitere Beiträge stehen auf der Archivseite.',
  ),
  leftOut: counted(
    'de',
    'Ein weiterer Beitrag ist inzwischen auf unserer Website erschienen.',
    '# weitere Beiträge sind inzwischen auf unserer Website erschienen.',
  ),
  subject: (headline, others) => (others === 0 ? headline : `${headline} und ${moreInGerman(others)}`),
  alsoIn: (headlines) => `Außerdem: ${headlines}`,
  subscribe: 'Diesen Rundbrief abonnieren',
};

const en: DigestWords = {
  edition: (number) => `Issue ${number}`,
  viewInBrowser: 'Read in your browser',
  unsubscribe: 'Unsubscribe',
  preferences: 'Change topics and frequency',
  events: 'Events',
  otherTopics: 'Also new',
  when: 'When',
  where: 'Where',
  online: 'Online',
  readOn: 'Read on',
  saveEvent: 'Save the date (.ics)',
  map: 'Map',
  linkTo: (words, target) => `${words}: ${target}`,
  imprint: 'Who we are',
  privacyNotice: 'Privacy notice',
  because: (title) => `You are receiving this email because you subscribed to “${title}”.`,
  shortened: counted(
    'en',
    'To make sure this email reaches you whole, one story appears by its headline only. The archive page has its summary.',
    'To make sure this email reaches you whole, some stories appear by their headlines only. The archive page has their summaries.',
  ),
  onArchivePage: counted('en', 'One more story is on the archive page.', 'More stories are on the archive page.'),
  leftOut: counted(
    'en',
    'One more story has since appeared on our website.',
    '# more stories have since appeared on our website.',
  ),
  subject: (headline, others) => (others === 0 ? headline : `${headline} and ${moreInEnglish(others)}`),
  alsoIn: (headlines) => `Also: ${headlines}`,
  subscribe: 'Subscribe to this newsletter',
};

export const DIGEST_WORDS: Record<Language, DigestWords> = { de, en };
