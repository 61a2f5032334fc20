/** What a welcome says in its own voice; the rest is in the digest's words. */
import type { Language, Publication } from '../../lambdas/domain/publication.ts';

export interface WelcomeWords {
  subject: (publicationTitle: string) => string;
  greeting: string;
  /** Where editors wrote nothing of their own. */
  welcome: (publicationTitle: string) => string;
  latest: string;
  wholeEdition: string;
}

export const WELCOME_WORDS: Record<Language, WelcomeWords> = {
  de: {
    subject: (title) => `Willkommen: „${title}“`,
    greeting: 'Guten Tag,',
    welcome: (title) =>
      `schön, dass Sie dabei sind. Ihre Anmeldung ist bestätigt, und die nächste Ausgabe von „${title}“ kommt per E-Mail zu Ihnen.`,
    latest: 'Aus der letzten Ausgabe',
    wholeEdition: 'Die ganze Ausgabe im Browser lesen',
  },
  en: {
    subject: (title) => `Welcome to “${title}”`,
    greeting: 'Hello,',
    welcome: (title) =>
      `It is good to have you with us. Your subscription is confirmed, and the next issue of “${title}” will come to you by email.`,
    latest: 'From the latest issue',
    wholeEdition: 'Read the whole issue in your browser',
  },
};

/** What the editors wrote to new readers, or what is said for them. */
export function welcomeParagraphs({ title, welcome }: Publication, language: Language): string[] {
  const written = (welcome?.text ?? '').split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());
  const paragraphs = written.filter(Boolean);
  const { greeting, welcome: ours } = WELCOME_WORDS[language];
  return paragraphs.length > 0 ? paragraphs : [greeting, ours(title)];
}
