import type { Cadence, Language } from '../../domain/publication.ts';
import type { ConsentProof } from '../../domain/subscription.ts';
import { TRACKING_TEXTS } from './tracking-wording.ts';
import { type ConsentWording, type Names, wordingOf } from './wording.ts';

/** How often a newsletter comes, as far as its form can say: `chosen` by the reader, or `varying` by topic and occasion. */
export type Pace = Cadence | 'chosen' | 'varying';

type ProofWording = NonNullable<ConsentProof['wording']>;

/** The version of today. A change of any word below is a new version, and the text that was shown stays where it is. */
const CURRENT = '2026-11b';

const PACES: Record<Language, Record<Pace, string>> = {
  de: {
    instant: 'immer wenn es Neues gibt',
    daily: 'in der Regel einmal am Tag',
    weekly: 'in der Regel einmal in der Woche',
    monthly: 'in der Regel einmal im Monat',
    chosen: 'in der Regel so oft, wie ich es hier wähle',
    varying: 'je nach Thema und Anlass unterschiedlich oft',
  },
  en: {
    instant: 'whenever there is something new',
    daily: 'as a rule once a day',
    weekly: 'as a rule once a week',
    monthly: 'as a rule once a month',
    chosen: 'as a rule as often as I choose here',
    varying: 'how often depends on topic and occasion',
  },
};

/**
 * Whether opens and clicks are recorded: `never`, or of who `asks` for it, by agreeing to a text of its own. The end of a
 * version tells which.
 */
const TRACKING: Record<Language, Record<'never' | 'asks', string>> = {
  de: {
    never: 'Ob ich eine E-Mail öffne oder einen Link anklicke, wird nicht erfasst.',
    asks: 'Ob ich eine E-Mail öffne oder einen Link anklicke, wird nur erfasst, wenn ich dem eigens zustimme.',
  },
  en: {
    never: 'Whether I open an email or follow a link is not recorded.',
    asks: 'Whether I open an email or follow a link is recorded only if I agree to that separately.',
  },
};
const ENDINGS = [
  ['', 'never'],
  ['-asks', 'asks'],
] as const;

/** Every text that was ever shown, by version: what a proof names must be readable for as long as the proof is kept. */
const TEXTS = new Map<string, (names: Names) => string>([
  [
    '2026-11-de',
    ({ title, sender }) =>
      `Ja, ${sender} darf mir den Newsletter „${title}“ per E-Mail schicken. Das kann ich jederzeit für die Zukunft widerrufen, ` +
      'zum Beispiel über den Link am Ende jeder Ausgabe. Damit sich die Einwilligung nachweisen lässt, werden Zeitpunkt, ' +
      'Netzadresse und Browserkennung der Anmeldung und der Bestätigung gespeichert. Wie oft eine E-Mail geöffnet oder ein ' +
      'Link angeklickt wird, wird nicht erfasst.',
  ],
  [
    '2026-11-en',
    ({ title, sender }) =>
      `Yes, ${sender} may send me the newsletter “${title}” by email. I can withdraw this at any time for the future, for ` +
      'example with the link at the end of every edition. To be able to prove my consent, the time, network address and ' +
      'browser identification of the sign-up and of its confirmation are stored. Opens and clicks are not recorded.',
  ],
  ...versionsOf(
    'de',
    ({ title, sender }, often, tracking) =>
      `Ja, ${sender} darf mir den Newsletter „${title}“ per E-Mail schicken, ${often}. Das kann ich jederzeit für die ` +
      'Zukunft widerrufen, zum Beispiel über den Link am Ende jeder Ausgabe. Damit sich die Einwilligung nachweisen lässt, ' +
      'werden zu Anmeldung und Bestätigung Zeitpunkt, Netzadresse und Browserkennung gespeichert, dazu dieser Text und die ' +
      `Webseite, auf der er stand. ${tracking}`,
  ),
  ...versionsOf(
    'en',
    ({ title, sender }, often, tracking) =>
      `Yes, ${sender} may send me the newsletter “${title}” by email, ${often}. I can withdraw this at any time for the ` +
      'future, for example with the link at the end of every edition. To be able to prove my consent, the time, network ' +
      'address and browser identification of the sign-up and of its confirmation are stored, with this text and the web ' +
      `page it was on. ${tracking}`,
  ),
  ...TRACKING_TEXTS,
]);

/** @param isAsked - whether its readers are asked for a consent to tracking, too */
export function consentWording(
  language: Language,
  pace: Pace,
  names: Names,
  { isAsked = false }: { isAsked?: boolean } = {},
): ConsentWording {
  return wordingOf(TEXTS, `${CURRENT}-${language}-${pace}${isAsked ? '-asks' : ''}`, names);
}

/** The versions that were ever shown, from old to new. */
export const CONSENT_VERSIONS: readonly string[] = [...TEXTS.keys()];

/**
 * The very text that a proof names.
 *
 * @returns undefined for what is no form's wording, such as that of a mail
 */
export function consentText({ version, title, sender }: Pick<ProofWording, 'version' | 'title' | 'sender'>) {
  return title === undefined || sender === undefined ? undefined : TEXTS.get(version)?.({ title, sender });
}

/** A text of each pace, without and with a question for tracking. */
function versionsOf(
  language: Language,
  text: (names: Names, often: string, tracking: string) => string,
): [string, (names: Names) => string][] {
  return ENDINGS.flatMap(([ending, which]) =>
    Object.entries(PACES[language]).map(([pace, often]): [string, (names: Names) => string] => [
      `2026-11b-${language}-${pace}${ending}`,
      (names) => text(names, often, TRACKING[language][which]),
    ]),
  );
}
