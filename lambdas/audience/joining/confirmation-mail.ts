import type { Language, Publication } from '../../domain/publication.ts';
import { type AskingContent, type AskingWords, askingMail } from '../asking-mail.ts';
import { FORGET_AFTER_DAYS } from './sign-up.ts';

/** Raise it with every change of a text below: the proof names it. */
export const MAIL_VERSION = '2026-11';

/**
 * The mail that asks whether it was really them. It may reach somebody who asked for nothing, so it advertises nothing,
 * is marked as automatic, and repeats nothing that a stranger typed.
 */
export function confirmationMail(publication: Publication, content: Omit<AskingContent, 'language'>): string {
  const { language } = publication;
  return askingMail(publication, { ...content, language }, WORDS[language]);
}

const WORDS: Record<Language, AskingWords> = {
  de: {
    subject: (title: string) => `Bitte bestätigen: Newsletter „${title}“`,
    greeting: 'Guten Tag,',
    requested: (title: string, when: string) =>
      `für diese E-Mail-Adresse wurde am ${when} der Newsletter „${title}“ bestellt.`,
    please: 'Waren Sie das? Dann bestätigen Sie es bitte auf dieser Seite. Der Link gilt 72 Stunden:',
    otherwise:
      'Haben Sie nichts bestellt? Dann brauchen Sie nichts zu tun: Ohne Ihre Bestätigung schicken wir Ihnen den Newsletter ' +
      `nicht, und die Angaben werden nach ${FORGET_AFTER_DAYS} Tagen gelöscht.`,
  },
  en: {
    subject: (title: string) => `Please confirm: newsletter “${title}”`,
    greeting: 'Hello,',
    requested: (title: string, when: string) =>
      `the newsletter “${title}” was ordered for this email address on ${when}.`,
    please: 'Was it you? Then please confirm it on this page. The link is valid for 72 hours:',
    otherwise:
      'You ordered nothing? Then there is nothing to do: without your confirmation we will not send you the newsletter, ' +
      `and the details will be deleted after ${FORGET_AFTER_DAYS} days.`,
  },
};
