import type { Language } from '../../domain/publication.ts';
import { type ConsentWording, type Names, type Texts, wordingOf } from './wording.ts';

/** The version of today; what was shown before stays below, as with every other text of consent. */
const CURRENT = 'tracking-2026-11';

/** What a reader agrees to whose opens and clicks may be counted. The box before it is never ticked by us (§ 25 TDDDG). */
export const TRACKING_TEXTS: Texts = [
  [
    'tracking-2026-11-de',
    ({ title, sender }) =>
      `Ja, ${sender} darf zählen, ob ich E-Mails des Newsletters „${title}“ öffne und welchen Links ich folge. Dafür ` +
      'enthalten meine E-Mails ein unsichtbares Bild, und ihre Links führen über den Versanddienst Amazon SES, der dabei ' +
      'Netzadresse und Browserkennung erfährt. Gespeichert wird 180 Tage lang nur, ob ich geöffnet habe, welchen Links ich ' +
      'gefolgt bin und wie dicht aufeinander, unter einer Nummer statt unter meiner Adresse; gezeigt werden nur Summen. ' +
      'Ohne das bekomme ich den Newsletter genauso. Ich kann es jederzeit für die Zukunft in meinen Einstellungen widerrufen.',
  ],
  [
    'tracking-2026-11-en',
    ({ title, sender }) =>
      `Yes, ${sender} may count whether I open emails of the newsletter “${title}” and which links I follow. For this my ` +
      'emails hold an invisible picture, and their links lead through the mail service Amazon SES, which thereby learns my ' +
      'network address and browser identification. Stored for 180 days is only whether I opened them, which links I followed ' +
      'and how closely after each other, under a number instead of my address; only sums are shown. Without this I get the ' +
      'newsletter just the same. I can withdraw it at any time for the future in my preferences.',
  ],
];

/** What who lets their opens and clicks be counted agrees to, apart from everything else. */
export const trackingWording = (language: Language, names: Names): ConsentWording =>
  wordingOf(new Map(TRACKING_TEXTS), `${CURRENT}-${language}`, names);
