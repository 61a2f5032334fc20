import { createHash } from 'node:crypto';
import type { Publication } from '../../domain/publication.ts';
import type { ConsentProof } from '../../domain/subscription.ts';

/** Raise it with every change of a text below: a proof names the version a person saw, and its hash. */
const VERSION = '2026-11';

const TEXTS = {
  de: (title: string, sender: string) =>
    `Ja, ${sender} darf mir den Newsletter „${title}“ per E-Mail schicken. Das kann ich jederzeit für die Zukunft widerrufen, ` +
    'zum Beispiel über den Link am Ende jeder Ausgabe. Damit sich die Einwilligung nachweisen lässt, werden Zeitpunkt, ' +
    'Netzadresse und Browserkennung der Anmeldung und der Bestätigung gespeichert. Wie oft eine E-Mail geöffnet oder ein ' +
    'Link angeklickt wird, wird nicht erfasst.',
  en: (title: string, sender: string) =>
    `Yes, ${sender} may send me the newsletter “${title}” by email. I can withdraw this at any time for the future, for ` +
    'example with the link at the end of every edition. To be able to prove my consent, the time, network address and ' +
    'browser identification of the sign-up and of its confirmation are stored. Opens and clicks are not recorded.',
};

/** What a person agrees to, word for word, with the version and SHA-256 that the proof will name. */
export interface ConsentWording extends NonNullable<ConsentProof['wording']> {
  text: string;
}

export function consentWording({ language, title, sender }: Publication): ConsentWording {
  const text = TEXTS[language](title, sender.name);
  return { text, version: `${VERSION}-${language}`, hash: createHash('sha256').update(text).digest('hex') };
}
