/**
 * What a publication's page says to search engines, as JSON-LD in the words of schema.org.
 *
 * Nothing is said that the page does not show or that we do not know. An event without a place is no `Event` to a search
 * engine, which insists on one: it stays an article.
 */
import type { Publication } from '../domain/publication.ts';
import { cleanLine, webUrl } from './clean-text.ts';
import { dayIn, momentOf } from './moments.ts';
import { baseOf, publicAddresses } from './public-addresses.ts';
import type { ShownArticle } from './shown-articles.ts';

const LONGEST_HEADLINE = 110;

export function collectionPage(publication: Publication, shown: ShownArticle[], siteUrl: string): object {
  const url = publicAddresses(siteUrl, publication.id).publication;
  const home = webUrl(publication.siteUrl);
  const publisher = {
    '@type': 'Organization',
    name: cleanLine(publication.sender.name),
    ...(home ? { url: home } : {}),
  };
  const items = shown.map(
    (article) => eventOf(article, publication, publisher) ?? newsArticleOf(article, publication, publisher),
  );
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    '@id': url,
    url,
    name: cleanLine(publication.title),
    description: cleanLine(publication.description),
    inLanguage: publication.language,
    isPartOf: { '@type': 'WebSite', url: `${baseOf(siteUrl)}/` },
    publisher,
    mainEntity: {
      '@type': 'ItemList',
      itemListOrder: 'https://schema.org/ItemListOrderDescending',
      numberOfItems: items.length,
      itemListElement: items,
    },
  };
}

function newsArticleOf(article: ShownArticle, { language }: Publication, publisher: object): object {
  const { id, title, url, summary, image, published, updated, authors, topics, source } = article;
  return {
    '@type': 'NewsArticle',
    identifier: id,
    headline: shortened(title),
    ...(url ? { url, mainEntityOfPage: url } : {}),
    ...(summary === title ? {} : { description: summary }),
    ...(image ? { image: image.url } : {}),
    datePublished: published.toISOString(),
    dateModified: updated.toISOString(),
    ...(authors.length ? { author: authors.map((name) => ({ '@type': 'Person', name })) } : {}),
    publisher: source ? { '@type': 'Organization', name: source.title } : publisher,
    ...(topics.length ? { articleSection: topics.map(cleanLine) } : {}),
    inLanguage: article.language ?? language,
  };
}

function eventOf(article: ShownArticle, { language, timeZone }: Publication, organizer: object): object | undefined {
  const { id, title, url, summary, image, details } = article;
  const { startsAt, endsAt, allDay, online } = details ?? {};
  if (!startsAt) return undefined;
  const place = cleanLine(details?.place ?? '');
  const locations = [
    ...(place ? [{ '@type': 'Place', name: place, address: place }] : []),
    ...(online && url ? [{ '@type': 'VirtualLocation', url }] : []),
  ];
  if (locations.length === 0) return undefined;
  const written = (moment: Date) => (allDay ? dayIn(timeZone, moment) : wallClockIn(timeZone, moment));
  return {
    '@type': 'Event',
    identifier: id,
    name: title,
    ...(url ? { url } : {}),
    ...(summary === title ? {} : { description: summary }),
    ...(image ? { image: image.url } : {}),
    startDate: written(startsAt),
    ...(endsAt && endsAt > startsAt ? { endDate: written(endsAt) } : {}),
    eventStatus: 'https://schema.org/EventScheduled',
    eventAttendanceMode: `https://schema.org/${attendance(Boolean(place), locations.length)}`,
    location: locations.length === 1 ? locations[0] : locations,
    organizer,
    inLanguage: article.language ?? language,
  };
}

function attendance(hasPlace: boolean, locations: number): string {
  if (locations > 1) return 'MixedEventAttendanceMode';
  return hasPlace ? 'OfflineEventAttendanceMode' : 'OnlineEventAttendanceMode';
}

/** `2026-11-26T16:00:00+01:00`: search engines show the hour as it is written. */
function wallClockIn(zone: string, moment: Date): string {
  momentOf(moment);
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(moment);
  const { hour, minute, second, timeZoneName = '' } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${dayIn(zone, moment)}T${hour}:${minute}:${second}${timeZoneName.replace('GMT', '') || '+00:00'}`;
}

/** Cut at a character, never inside one. */
function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= LONGEST_HEADLINE ? title : `${characters.slice(0, LONGEST_HEADLINE - 1).join('')}…`;
}

/** As it may stand in a page: nothing in it can end the element or begin a comment. */
export function jsonLd(data: object): string {
  return JSON.stringify(data).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
