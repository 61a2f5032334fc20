/** What readers do with an event, in mails and in the archive: put it into their calendar, and find the place. */

/** The calendar file of one event, which syndicate keeps up to date. */
export const calendarAddress = (siteUrl: string, publicationId: string, articleId: string): string =>
  `${siteUrl}/feeds/${publicationId}/events/${articleId}.ics`;

/** Where a hall and its town are looked for: a search, as we know their names and no coordinates. */
export const mapAddress = (place: string): string =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(place.toWellFormed().replaceAll(/\s+/g, ' ').trim())}`;
