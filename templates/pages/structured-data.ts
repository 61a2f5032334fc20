/**
 * What pages say to search engines, as JSON-LD in the words of schema.org.
 *
 * Nothing is said that the page does not show or that we do not know. An event without a place is no `Event` to a search
 * engine, which insists on one: it stays an article.
 */
import type { EventDetails } from '../../lambdas/domain/article.ts';
import { dayIn, wallClockIn } from '../../lambdas/domain/moments.ts';
import type { Language } from '../../lambdas/domain/publication.ts';

const LONGEST_HEADLINE = 110;

/** An article or an event as a page shows it; texts are of one line, addresses those of web pages. */
export interface Described {
  id: string;
  title: string;
  url?: string;
  summary?: string;
  image?: string;
  language: string;
}

export interface DescribedEvent extends Described {
  details: EventDetails;
  /** IANA name. */
  timeZone: string;
  organizer: object;
}

/** @returns undefined where we know no place and no address of an event online */
export function eventData({ details, timeZone, organizer, ...event }: DescribedEvent): object | undefined {
  const { startsAt, endsAt, allDay, online, place } = details;
  const locations = [
    ...(place ? [{ '@type': 'Place', name: place, address: place }] : []),
    ...(online && event.url ? [{ '@type': 'VirtualLocation', url: event.url }] : []),
  ];
  if (locations.length === 0) return undefined;
  const written = (moment: Date) => (allDay ? dayIn(timeZone, moment) : wallClockIn(timeZone, moment));
  return {
    '@type': 'Event',
    identifier: event.id,
    name: event.title,
    ...(event.url ? { url: event.url } : {}),
    ...summaryOf(event),
    ...(event.image ? { image: event.image } : {}),
    startDate: written(startsAt),
    ...(endsAt && endsAt > startsAt ? { endDate: written(endsAt) } : {}),
    eventStatus: 'https://schema.org/EventScheduled',
    eventAttendanceMode: `https://schema.org/${attendance(Boolean(place), locations.length)}`,
    location: locations.length === 1 ? locations[0] : locations,
    organizer,
    inLanguage: event.language,
  };
}

function attendance(hasPlace: boolean, locations: number): string {
  if (locations > 1) return 'MixedEventAttendanceMode';
  return hasPlace ? 'OfflineEventAttendanceMode' : 'OnlineEventAttendanceMode';
}

export interface DescribedArticle extends Described {
  published: Date;
  updated?: Date;
  authors?: string[];
  publisher: object;
  topics: string[];
}

export function articleData({ published, updated, authors = [], publisher, topics, ...article }: DescribedArticle) {
  const { id, title, url, image, language } = article;
  return {
    '@type': 'NewsArticle',
    identifier: id,
    headline: shortened(title),
    ...(url ? { url, mainEntityOfPage: url } : {}),
    ...summaryOf(article),
    ...(image ? { image } : {}),
    datePublished: published.toISOString(),
    ...(updated ? { dateModified: updated.toISOString() } : {}),
    ...(authors.length ? { author: authors.map((name) => ({ '@type': 'Person', name })) } : {}),
    publisher,
    ...(topics.length ? { articleSection: topics } : {}),
    inLanguage: language,
  };
}

const summaryOf = ({ summary, title }: Described) => (!summary || summary === title ? {} : { description: summary });

/** Cut at a character, never inside one. */
function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= LONGEST_HEADLINE ? title : `${characters.slice(0, LONGEST_HEADLINE - 1).join('')}…`;
}

/** Open Graph names a place with its language. */
export const SHARING_LOCALE: Record<Language, string> = { de: 'de_DE', en: 'en_GB' };

/** As it may stand in a page: nothing in it can end the element or begin a comment. */
export function jsonLd(data: object): string {
  return JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
