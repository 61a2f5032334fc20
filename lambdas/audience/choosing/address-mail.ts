import type { Language, Publication } from '../../domain/publication.ts';
import { type AskingContent, type AskingWords, askingMail } from '../asking-mail.ts';

/** Raise it with every change of a text below: the proof names it. */
export const ADDRESS_MAIL_VERSION = '2026-11-address';

/**
 * The mail that asks the owner of a new address. It may reach somebody who has nothing to do with it, so it advertises
 * nothing, says nothing of who gave the address, and repeats nothing that was typed.
 */
export function addressMail(publication: Publication, content: AskingContent): string {
  return askingMail(publication, content, WORDS[content.language]);
}

const WORDS: Record<Language, AskingWords> = {
  de: {
    subject: (title: string) => `Bitte bestätigen: neue Adresse für den Newsletter „${title}“`,
    greeting: 'Guten Tag,',
    requested: (title: string, when: string) =>
      `am ${when} wurde gewünscht, dass der Newsletter „${title}“ ab jetzt an diese E-Mail-Adresse geht und nicht mehr an ` +
      'die bisherige.',
    please: 'Waren Sie das? Dann bestätigen Sie es bitte auf dieser Seite. Der Link gilt 72 Stunden:',
    otherwise:
      'Waren Sie es nicht? Dann brauchen Sie nichts zu tun: Ohne Ihre Bestätigung schicken wir Ihnen den Newsletter nicht, ' +
      'und die Angaben werden nach 72 Stunden gelöscht.',
  },
  en: {
    subject: (title: string) => `Please confirm: new address for the newsletter “${title}”`,
    greeting: 'Hello,',
    requested: (title: string, when: string) =>
      `on ${when} somebody asked that the newsletter “${title}” go to this email address from now on, and no longer to the ` +
      'former one.',
    please: 'Was it you? Then please confirm it on this page. The link is valid for 72 hours:',
    otherwise:
      'It was not you? Then there is nothing to do: without your confirmation we will not send you the newsletter, and the ' +
      'details will be deleted after 72 hours.',
  },
};
