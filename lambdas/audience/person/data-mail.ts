import type { Language, Publication } from '../../domain/publication.ts';
import { addressLine, headerLine, mimeMessage } from '../../platform/mime.ts';

interface MailContent {
  to: string;
  link: string;
  requestedAt: Date;
  language: Language;
}

/**
 * The mail with the link to what is held about its reader. It says nothing of it itself: mailboxes are kept for years, and
 * the link for a day.
 */
export function dataMail(publication: Publication, { to, link, requestedAt, language }: MailContent): Uint8Array {
  const { title, sender, imprint, timeZone } = publication;
  const words = WORDS[language];
  const text = [
    words.greeting,
    words.requested(title, timeInWords(requestedAt, language, timeZone)),
    words.please,
    link,
    words.otherwise,
    ['-- ', title, ...imprint].join('\n'),
  ].join('\n\n');
  return mimeMessage({
    headers: [
      addressLine('From', sender),
      addressLine('To', { address: to }),
      ...(sender.replyTo ? [addressLine('Reply-To', { address: sender.replyTo })] : []),
      headerLine('Subject', words.subject),
      headerLine('Auto-Submitted', 'auto-generated'),
      headerLine('X-Auto-Response-Suppress', 'All'),
      headerLine('Content-Language', language),
    ],
    text: `${text}\n`,
  });
}

export function timeInWords(time: Date, language: Language, timeZone: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  const words = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', options).format(time);
  return language === 'de' ? `${words} Uhr` : words;
}

const WORDS = {
  de: {
    subject: 'Ihre Daten: ansehen, herunterladen oder löschen',
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
    subject: 'Your data: see, download or erase it',
    greeting: 'Hello,',
    requested: (title: string, when: string) =>
      `on ${when} somebody asked, from the newsletter “${title}”, what is stored about this email address.`,
    please:
      'On this page you can see it, download it and, if you wish, erase it. The link is valid for 24 hours; please do not ' +
      'pass it on:',
    otherwise: 'It was not you? Then there is nothing to do: as long as nobody opens the link, nothing happens.',
  },
};
