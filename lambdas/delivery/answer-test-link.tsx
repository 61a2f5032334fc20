import * as z from 'zod';
import type { Language } from '../domain/publication.ts';
import type { WebAnswer, WebRequest } from '../platform/http.ts';
import { pageAnswer } from '../platform/pages.tsx';

const asked = z.object({
  link: z.enum(['unsubscribe', 'preferences']).catch('unsubscribe'),
  lang: z.enum(['de', 'en']).catch('en'),
});

const WORDS = {
  de: {
    title: 'Das war eine Test-E-Mail',
    unsubscribe: 'In der echten Ausgabe melden sich Leserinnen und Leser über diesen Link ab.',
    preferences: 'In der echten Ausgabe ändern Leserinnen und Leser über diesen Link ihre Themen und deren Häufigkeit.',
    nothing: 'Dieser Link gehört zu niemandem. Hier wird nichts geändert, und niemand wird abgemeldet.',
  },
  en: {
    title: 'This was a test email',
    unsubscribe: 'In the real issue, readers unsubscribe with this link.',
    preferences: 'In the real issue, readers change their topics and how often they hear from you with this link.',
    nothing: 'This link belongs to nobody. Nothing is changed here, and nobody is unsubscribed.',
  },
} satisfies Record<Language, Record<string, string>>;

/** Behind the links of a test mail. A mail program that leaves with one click (RFC 8058) is answered as it expects. */
export function answerTestLink({ query }: WebRequest): WebAnswer {
  const { link, lang } = asked.parse(Object.fromEntries(query));
  const words = WORDS[lang];
  return pageAnswer({
    language: lang,
    title: words.title,
    isPersonal: true,
    children: (
      <>
        <h1>{words.title}</h1>
        <p>{words[link]}</p>
        <p>{words.nothing}</p>
      </>
    ),
  });
}
