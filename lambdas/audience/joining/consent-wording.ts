import { createHash } from 'node:crypto';
import type { Cadence, Language } from '../../domain/publication.ts';
import type { ConsentProof } from '../../domain/subscription.ts';

/** How often a newsletter comes, as far as its form can say: `chosen` by the reader, or `varying` by topic and occasion. */
export type Pace = Cadence | 'chosen' | 'varying';

type ProofWording = NonNullable<ConsentProof['wording']>;

/** What stands in the text besides the words. */
interface Names {
  title: string;
  sender: string;
}

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
  ...Object.entries(PACES.de).map(([pace, often]): [string, (names: Names) => string] => [
    `2026-11b-de-${pace}`,
    ({ title, sender }) =>
      `Ja, ${sender} darf mir den Newsletter „${title}“ per E-Mail schicken, ${often}. Das kann ich jederzeit für die ` +
      'Zukunft widerrufen, zum Beispiel über den Link am Ende jeder Ausgabe. Damit sich die Einwilligung nachweisen lässt, ' +
      'werden zu Anmeldung und Bestätigung Zeitpunkt, Netzadresse und Browserkennung gespeichert, dazu dieser Text und die ' +
      'Webseite, auf der er stand. Ob ich eine E-Mail öffne oder einen Link anklicke, wird nicht erfasst.',
  ]),
  ...Object.entries(PACES.en).map(([pace, often]): [string, (names: Names) => string] => [
    `2026-11b-en-${pace}`,
    ({ title, sender }) =>
      `Yes, ${sender} may send me the newsletter “${title}” by email, ${often}. I can withdraw this at any time for the ` +
      'future, for example with the link at the end of every edition. To be able to prove my consent, the time, network ' +
      'address and browser identification of the sign-up and of its confirmation are stored, with this text and the web ' +
      'page it was on. Whether I open an email or follow a link is not recorded.',
  ]),
]);

/** What a person agrees to, word for word, with the version, names and SHA-256 that the proof will name. */
export interface ConsentWording extends Names {
  text: string;
  version: string;
  hash: string;
}

export function consentWording(language: Language, pace: Pace, names: Names): ConsentWording {
  const version = `${CURRENT}-${language}-${pace}`;
  const text = consentText({ version, ...names });
  if (text === undefined) throw new Error(`There is no wording ${version}`);
  return { ...names, text, version, hash: createHash('sha256').update(text).digest('hex') };
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
