import ical, { escape as escapeCalendarText, ICalEventStatus } from 'ical-generator';
import type { Article } from '../domain/article.ts';
import { dayIn, momentOf } from '../domain/moments.ts';
import type { Publication } from '../domain/publication.ts';
import { cleanLine, cleanText, webUrl } from './clean-text.ts';
import type { LeftOut } from './feed-content.ts';
import { changeOf } from './feed-item.ts';
import { type FeedPart, titleOf } from './feed-parts.ts';

const MS_PER_DAY = 86_400_000;
/** How often calendars are asked to look again. */
const REFRESH_SECONDS = 3_600;

interface Events {
  publication: Publication;
  /** All events, or those of a topic. */
  part: FeedPart;
  /** Those that were taken back stay in, as cancelled: else they would stand for ever in the calendars that have them. */
  articles: Article[];
}

/**
 * Events as iCalendar (RFC 5545). Times go out in UTC, which every calendar shows at the reader's own hour; days without
 * a time go out as days of the publication's zone.
 */
export function writeCalendar({ publication, part, articles }: Events): { calendar: string; leftOut: LeftOut[] } {
  const calendar = ical({
    // The package escapes events, but not what it says of the calendar.
    name: escapeCalendarText(titleOf(publication, part), false),
    description: escapeCalendarText(cleanLine(publication.description), false),
    prodId: prodIdOf(publication),
    ttl: REFRESH_SECONDS,
  });
  const leftOut: LeftOut[] = [];
  for (const article of articles.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    try {
      if (article.event) calendar.createEvent(eventOf(article, article.event, publication));
    } catch (error) {
      leftOut.push({ articleId: article.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const text = `${calendar.toString()}\r\n`;
  return { calendar: calendar.length() > 0 ? text : text.replace('END:VCALENDAR', NO_EVENTS), leftOut };
}

/**
 * One event alone, for who saves it from a mail or from the archive. It is the event of the calendars, by id and number of
 * changes: saved again after a correction it takes the place of what was saved before.
 *
 * @returns undefined for an article that is no event
 * @throws Error when one of its dates is none
 */
export function writeEvent(article: Article, publication: Publication): string | undefined {
  if (!article.event) return undefined;
  const calendar = ical({ prodId: prodIdOf(publication) });
  calendar.createEvent(eventOf(article, article.event, publication));
  return `${calendar.toString()}\r\n`;
}

const prodIdOf = ({ language }: Publication) => ({
  company: 'Rundbrief',
  product: 'Rundbrief',
  language: language.toUpperCase(),
});

/** RFC 5545 wants something in every calendar; a zone that nobody uses is the least. */
const NO_EVENTS = [
  'BEGIN:VTIMEZONE',
  'TZID:UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
  'END:VCALENDAR',
].join('\r\n');

function eventOf(article: Article, event: NonNullable<Article['event']>, publication: Publication) {
  const url = webUrl(article.url);
  const changedAt = lastChange(article);
  return {
    // Of our own names: it stays when the address or the title changes.
    id: `${article.id}.${publication.id}@rundbrief`,
    stamp: changedAt,
    lastModified: changedAt,
    sequence: sequenceOf(article),
    ...(article.withdrawnAt ? { status: ICalEventStatus.CANCELLED } : {}),
    ...(event.allDay ? days(event, publication.timeZone) : hours(event)),
    summary: cleanLine(article.title),
    ...(article.teaser ? { description: cleanText(article.teaser) } : {}),
    ...(event.place ? { location: cleanLine(event.place) } : {}),
    ...(url ? { url } : {}),
  };
}

function lastChange(article: Article): Date {
  const takenBack = article.withdrawnAt ? momentOf(article.withdrawnAt) : 0;
  return new Date(Math.max(changeOf(article).getTime(), takenBack));
}

/** Calendars take a change for one only when this number is higher. Nobody counts changes, but seconds only go up. */
function sequenceOf({ ingestedAt, correctedAt, withdrawnAt }: Article): number {
  const changes = [correctedAt, withdrawnAt].flatMap((moment) => (moment ? [momentOf(moment)] : []));
  if (changes.length === 0) return 0;
  return Math.max(1, Math.ceil((Math.max(...changes) - momentOf(ingestedAt)) / 1_000));
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
