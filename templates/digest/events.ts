/** What mails and the archive say of an event, and what readers do with it: put it into their calendar, find the place. */
import type { EventDetails } from '../../lambdas/domain/article.ts';
import type { Language } from '../../lambdas/domain/publication.ts';
import type { Dates } from './dates.ts';
import { typeset } from './typeset.ts';

interface EventWords {
  online: string;
  save: string;
  map: string;
}

const WORDS: Record<Language, EventWords> = {
  de: { online: 'Online', save: 'Termin speichern (.ics)', map: 'Karte' },
  en: { online: 'Online', save: 'Save to calendar (.ics)', map: 'Map' },
};

/** An event in a reader's words: plain strings, typeset. */
export interface EventText {
  /** "Donnerstag, 26. November 2026, 16:00–18:00 Uhr" */
  when: string;
  /** "Mercatorhalle, Duisburg · Online"; absent where nothing is known. */
  where?: string;
  /** The calendar file; `label` says of which event, for those who hear links one by one. */
  ics: EventLink;
  map?: EventLink;
}

export interface EventLink {
  url: string;
  text: string;
  label: string;
}

interface Told {
  articleId: string;
  title: string;
  event: EventDetails;
}

/** @param page.siteUrl - of our public pages, without a slash at its end */
export function eventText(
  { articleId, title, event }: Told,
  page: { publicationId: string; siteUrl: string; language: Language; dates: Pick<Dates, 'event'> },
): EventText {
  const { language, siteUrl, publicationId, dates } = page;
  const words = WORDS[language];
  const place = typeset(event.place?.replaceAll(/\s+/g, ' ').trim() ?? '', language);
  const where = [...(place ? [place] : []), ...(event.online ? [words.online] : [])].join(' · ');
  const link = (url: string, text: string, of: string): EventLink => ({ url, text, label: `${text}: ${of}` });
  return {
    when: dates.event(event),
    ...(where && { where }),
    ics: link(calendarAddress(siteUrl, publicationId, articleId), words.save, typeset(title, language)),
    ...(place && { map: link(mapAddress(place), words.map, place) }),
  };
}

/** The calendar file of one event, which syndicate keeps up to date. */
export const calendarAddress = (siteUrl: string, publicationId: string, articleId: string): string =>
  `${siteUrl}/feeds/${publicationId}/events/${articleId}.ics`;

/** Where a hall and its town are looked for: a search, as we know their names and no coordinates. */
export const mapAddress = (place: string): string =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(place.toWellFormed().replaceAll(/\s+/g, ' ').trim())}`;
