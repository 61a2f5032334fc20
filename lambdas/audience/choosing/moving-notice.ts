import type { Language, Publication } from '../../domain/publication.ts';
import { type AskingContent, type AskingWords, askingMail } from '../asking-mail.ts';

/**
 * Tells the address so far that another one was given: whoever holds a forwarded mail could have done it. The new address
 * is not in it.
 */
export function movingNotice(publication: Publication, content: Omit<AskingContent, 'link'>): string {
  return askingMail(publication, content, WORDS[content.language]);
}

const WORDS: Record<Language, AskingWords> = {
  de: {
    subject: (title) => `Neue Adresse für den Newsletter „${title}“ angegeben`,
    greeting: 'Guten Tag,',
    requested: (title, when) =>
      `am ${when} wurde in Ihren Einstellungen gewünscht, dass der Newsletter „${title}“ an eine andere E-Mail-Adresse geht. ` +
      'Sobald das unter der neuen Adresse bestätigt ist, bekommen Sie ihn hier nicht mehr.',
    otherwise:
      'Waren Sie das? Dann brauchen Sie hier nichts zu tun. Waren Sie es nicht, hat vielleicht jemand eine weitergeleitete ' +
      'Ausgabe benutzt: Bitte antworten Sie dann auf diese E-Mail.',
  },
  en: {
    subject: (title) => `A new address was given for the newsletter “${title}”`,
    greeting: 'Hello,',
    requested: (title, when) =>
      `on ${when} somebody asked in your preferences that the newsletter “${title}” go to another email address. Once that is ` +
      'confirmed at the new address, you will no longer get it here.',
    otherwise:
      'Was it you? Then there is nothing to do here. If it was not, somebody may have used an edition that was passed on: ' +
      'please reply to this email.',
  },
};
