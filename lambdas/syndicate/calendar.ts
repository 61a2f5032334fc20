import ical, { escape as escapeCalendarText } from 'ical-generator';
import type { Article } from '../domain/article.ts';
import type { Publication } from '../domain/publication.ts';
import { cleanLine, cleanText, webUrl } from './clean-text.ts';
import type { LeftOut } from './feed-content.ts';
import { dayIn, momentOf } from './moments.ts';

const MS_PER_DAY = 86_400_000;

/**
 * The publication's events as iCalendar. Times go out in UTC, which every calendar shows at the reader's own hour; days
 * without a time go out as days of the publication's zone.
 */
export function writeCalendar(publication: Publication, articles: Article[]): { calendar: string; leftOut: LeftOut[] } {
  const calendar = ical({
    // The package escapes events, but not the name of the calendar.
    name: escapeCalendarText(cleanLine(publication.title), false),
    prodId: { company: 'Rundbrief', product: 'Rundbrief', language: publication.language.toUpperCase() },
  });
  const leftOut: LeftOut[] = [];
  for (const article of articles.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    try {
      if (article.event) calendar.createEvent(eventOf(article, article.event, publication));
    } catch (error) {
      leftOut.push({ articleId: article.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { calendar: `${calendar.toString()}\r\n`, leftOut };
}

function eventOf(article: Article, event: NonNullable<Article['event']>, publication: Publication) {
  const url = webUrl(article.url);
  const stamp = new Date(momentOf(article.updatedAt));
  return {
    // Of our own names: it stays when the address or the title changes.
    id: `${article.id}.${publication.id}@rundbrief`,
    stamp,
    sequence: 0,
    ...(event.allDay ? days(event, publication.timeZone) : hours(event)),
    summary: cleanLine(article.title),
    ...(article.teaser ? { description: cleanText(article.teaser) } : {}),
    ...(event.place ? { location: cleanLine(event.place) } : {}),
    ...(url ? { url } : {}),
  };
}

function hours({ startsAt, endsAt }: NonNullable<Article['event']>) {
  const start = new Date(momentOf(startsAt));
  return { start, ...(endsAt && momentOf(endsAt) > start.getTime() ? { end: endsAt } : {}) };
}

/** The end of an all-day event is the day after its last. */
function days({ startsAt, endsAt }: NonNullable<Article['event']>, zone: string) {
  const start = dayOf(startsAt, zone);
  const last = endsAt ? dayOf(endsAt, zone) : start;
  return { allDay: true, start, end: new Date(Math.max(last.getTime(), start.getTime()) + MS_PER_DAY) };
}

/** Midnight UTC of that day: the package writes days by UTC. */
const dayOf = (moment: Date, zone: string) => new Date(`${dayIn(zone, moment)}T00:00:00Z`);
