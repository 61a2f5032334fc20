import type { Language, Publication } from '../domain/publication.ts';
import { addressLine, headerLine, mimeMessage } from '../platform/mime.ts';

/** What a mail says that asks for one click, or, without `please` and a link, only tells. */
export interface AskingWords {
  subject: (title: string) => string;
  greeting: string;
  requested: (title: string, when: string) => string;
  please?: string;
  otherwise: string;
}

export interface AskingContent {
  to: string;
  link?: string;
  requestedAt: Date;
  language: Language;
}

/**
 * A mail that asks its reader whether it was them. It may reach somebody who asked for nothing, so it advertises nothing,
 * is marked as automatic (RFC 3834), and repeats nothing that a stranger typed.
 */
export function askingMail(
  { title, sender, imprint, timeZone }: Publication,
  { to, link, requestedAt, language }: AskingContent,
  words: AskingWords,
): string {
  const text = [
    words.greeting,
    words.requested(title, timeInWords(requestedAt, language, timeZone)),
    ...(words.please && link ? [words.please, link] : []),
    words.otherwise,
    ['-- ', title, ...imprint].join('\n'),
  ].join('\n\n');
  return mimeMessage({
    headers: [
      addressLine('From', sender),
      addressLine('To', { address: to }),
      ...(sender.replyTo ? [addressLine('Reply-To', { address: sender.replyTo })] : []),
      headerLine('Subject', words.subject(title)),
      headerLine('Auto-Submitted', 'auto-generated'),
      headerLine('X-Auto-Response-Suppress', 'All'),
      headerLine('Content-Language', language),
    ],
    text: `${text}\n`,
  });
}

/** "24. November 2026 um 10:30 Uhr", in a zone of the reader's publication. */
export function timeInWords(time: Date, language: Language, timeZone: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  const words = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', options).format(time);
  return language === 'de' ? `${words} Uhr` : words;
}
