import type { Language, Publication } from '../../domain/publication.ts';
import { type AskingContent, type AskingWords, askingMail } from '../asking-mail.ts';

/**
 * The mail with the link to what is held about its reader. It says nothing of it itself: mailboxes are kept for years, and
 * the link for a day.
 */
export function dataMail(publication: Publication, content: AskingContent): string {
  return askingMail(publication, content, WORDS[content.language]);
}

const WORDS: Record<Language, AskingWords> = {
  de: {
    subject: () => 'Ihre Daten: ansehen, herunterladen oder löschen',
    greeting: 'Guten Tag,',
    requested: (title: string, when: string) =>
      `am ${when} wurde über den Newsletter „${title}“ um Auskunft darüber gebeten, was zu dieser E-Mail-Adresse gespeichert ist.`,
    please:
      'Auf dieser Seite können Sie es ansehen, herunterladen und, wenn Sie möchten, löschen. Der Link gilt 24 Stunden; ' +
      'bitte geben Sie ihn nicht weiter:',
    otherwise:
      'Waren Sie das nicht? Dann brauchen Sie nichts zu tun: Solange niemand den Link öffnet, geschieht nichts.',
  },
  en: {
    subject: () => 'Your data: see, download or erase it',
    greeting: 'Hello,',
    requested: (title: string, when: string) =>
      `on ${when} somebody asked, from the newsletter “${title}”, what is stored about this email address.`,
    please:
      'On this page you can see it, download it and, if you wish, erase it. The link is valid for 24 hours; please do not ' +
      'pass it on:',
    otherwise: 'It was not you? Then there is nothing to do: as long as nobody opens the link, nothing happens.',
  },
};
