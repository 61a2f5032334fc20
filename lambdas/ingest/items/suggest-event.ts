/**
 * An event that an article announces in its words: `20. März 2023, Mercatorhalle, Duisburg`.
 *
 * A suggestion for an editor to confirm, so none is better than a wrong one: a date must stand in a line that says when
 * and where, or in a sentence that invites. History, deadlines and datelines have dates too.
 */
import { Temporal } from 'temporal-polyfill';
import type { EventDetails } from '../../domain/article.ts';
import { datesIn, type FoundDate, type WallTime } from './event-dates.ts';
import { placeIn, venueAfter } from './event-place.ts';
import {
  CONNECTORS,
  EVENT,
  IN_PERSON,
  INVITES,
  LEAD,
  ONLINE,
  ONLINE_OTHERWISE,
  OTHER_DATE,
  PAST,
  VENUE,
} from './event-words.ts';

const MAX_TEXT = 2000;
const MAX_LINES = 60;
/** Where the line stands that says when and where, if there is one. */
const BEGINNING = 300;
const MAX_DAYS = 3;
const MS_PER_DAY = 86_400_000;

interface SuggestionContext {
  /** IANA name: the publication's zone. */
  timeZone: string;
  publishedAt?: Date;
}

interface Candidate {
  date: FoundDate;
  startsAt: Date;
  /** The line says when and where; it is no sentence. */
  isHeading: boolean;
  isAtBeginning: boolean;
  /** The sentence with the date, without the date. */
  sentence: string;
  lead: string;
  place?: string;
  /** The line and those around it. */
  around: string;
}

/** @param text - plain text, the title in its first line; lines as the article has them */
export function suggestEvent(text: string, context: SuggestionContext): EventDetails | undefined {
  const { timeZone } = context;
  const publishedAt = isCredible(context.publishedAt) ? context.publishedAt : undefined;
  const lines = linesOf(text);
  const accepted: Candidate[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const year = publishedAt?.getUTCFullYear() ?? 1970;
    for (const found of /\d/.test(line) ? datesIn(line, year) : []) {
      const date = withYear(found, publishedAt);
      const candidate = date && candidateOf(date, { lines, index, timeZone, isAtBeginning: offset < BEGINNING });
      if (candidate && isEvent(candidate, lines[0] ?? '', publishedAt)) accepted.push(candidate);
    }
    offset += line.length;
  }
  const [first] = accepted;
  const days = new Set(accepted.map(({ date: { start } }) => `${start.year}-${start.month}-${start.day}`));
  // A programme of many dates is no single event.
  return first && days.size <= MAX_DAYS ? detailsOf(first, timeZone) : undefined;
}

/** With a year that no calendar writes the finder of dates does not come back: it looks for that year's summer time. */
function isCredible(date: Date | undefined): boolean {
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return year >= 1900 && year <= 2200;
}

/** A line that breaks off after the date goes on with its time of day. */
function linesOf(text: string): string[] {
  const lines = text
    .slice(0, MAX_TEXT)
    .split('\n', MAX_LINES)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
  return lines.reduce<string[]>((joined, line) => {
    const last = joined.at(-1);
    const isTime =
      /^(?:(?:um|von|ab|uhrzeit:?|beginn:?|zeit:?|time:?|from|at) )?\d{1,2}(?:[:.]\d{2})?(?: ?(?:uhr|am|pm|bis|-|–))/i.test(
        line,
      );
    if (last && isTime && /\d{4}$/.test(last) && last.length < 60) joined[joined.length - 1] = `${last}, ${line}`;
    else joined.push(line);
    return joined;
  }, []);
}

/** Without a year, the next such day after the article appeared is meant. */
function withYear(date: FoundDate, publishedAt: Date | undefined): FoundDate | undefined {
  if (date.hasYear) return date;
  if (!publishedAt) return undefined;
  const { start, end } = date;
  const isOver = Date.UTC(start.year, start.month - 1, start.day) < publishedAt.getTime() - 31 * MS_PER_DAY;
  const later = (wall: WallTime) => ({ ...wall, year: wall.year + (isOver ? 1 : 0) });
  return { ...date, start: later(start), ...(end ? { end: later(end) } : {}) };
}

interface Surroundings {
  lines: string[];
  index: number;
  timeZone: string;
  isAtBeginning: boolean;
}

function candidateOf(date: FoundDate, { lines, index, timeZone, isAtBeginning }: Surroundings): Candidate | undefined {
  const startsAt = instantOf(date.start, timeZone);
  if (!startsAt) return undefined;
  const line = lines[index] ?? '';
  const before = line.slice(0, date.from);
  const lead = before.slice(endOfSentence(before));
  const tail = line.slice(date.to);
  const ending = /[.!?](?=\s+[\p{Lu}„"]|\s*$)/u.exec(tail);
  const sentence = `${lead} ${tail.slice(0, ending ? ending.index : tail.length)}`;
  const venue = venueAfter(tail);
  const isHeading = LEAD.test(before) && (sentenceWords(tail) <= 1 || venue !== undefined);
  const next = lines.slice(index + 1, index + 6);
  return {
    date,
    startsAt,
    isHeading,
    isAtBeginning,
    sentence,
    lead,
    place: placeIn({ tail, next, isHeading }) ?? (isHeading ? venue : undefined),
    around: [lines[0], line, ...next].join('\n'),
  };
}

function endOfSentence(text: string): number {
  return Math.max(0, ...[...text.matchAll(/[.!?:]\s+(?=[\p{Lu}„"])/gu)].map(({ index, 0: end }) => index + end.length));
}

/** Lower-case words make a sentence; a hall and a town have none but connecting ones. */
function sentenceWords(text: string): number {
  return (text.match(/(?<![\p{L}@.])\p{Ll}{2,}/gu) ?? []).filter((word) => !CONNECTORS.has(word)).length;
}

function isEvent(candidate: Candidate, title: string, publishedAt: Date | undefined): boolean {
  const { date, isHeading, sentence, lead, place } = candidate;
  if (OTHER_DATE.test(lead) || !isInTime(candidate, publishedAt)) return false;
  const hasTime = date.start.hour !== undefined;
  const isSaid = EVENT.test(sentence) || INVITES.test(sentence);
  if (isHeading) {
    if (isSaid || (place && VENUE.test(place))) return true;
    if (hasTime) return !publishedAt || candidate.startsAt > publishedAt;
    // A date alone above a text is the day it appeared on, unless the title speaks of an event.
    return !date.isNumeric && EVENT.test(title) && !isSameDay(candidate.startsAt, publishedAt);
  }
  if (PAST.test(sentence) && !INVITES.test(sentence)) return false;
  const isAnnounced = /\b(am|vom|on|from|,)\s*(?:\p{L}{2,12},?\s*)?(?:den\s*)?$/iu.test(lead) || hasTime;
  return (
    INVITES.test(sentence) ||
    (EVENT.test(sentence) && isAnnounced && (hasTime || place !== undefined || /\bam\b|\bon\b|\bvom\b/i.test(lead)))
  );
}

function isInTime({ date, startsAt, isHeading, isAtBeginning }: Candidate, publishedAt: Date | undefined): boolean {
  if (!publishedAt) return date.hasYear && isHeading && isAtBeginning;
  const daysAhead = (startsAt.getTime() - publishedAt.getTime()) / MS_PER_DAY;
  if (!date.hasYear) return daysAhead > -31 && daysAhead < 340 && (date.start.hour !== undefined || isHeading);
  if (daysAhead > 2 * 365) return false;
  return daysAhead >= (isHeading ? -31 : -1) || (isHeading && isAtBeginning && daysAhead > -5 * 365);
}

function isSameDay(date: Date, publishedAt: Date | undefined): boolean {
  return publishedAt !== undefined && Math.abs(date.getTime() - publishedAt.getTime()) < 1.5 * MS_PER_DAY;
}

function detailsOf({ date: { start, end }, startsAt, place, around }: Candidate, timeZone: string): EventDetails {
  const endsAt = end && instantOf(end, timeZone);
  const said = around.replace(ONLINE_OTHERWISE, '');
  return {
    startsAt,
    ...(endsAt && endsAt > startsAt ? { endsAt } : {}),
    allDay: start.hour === undefined,
    ...(place && !ONLINE.test(place) ? { place } : {}),
    online: ONLINE.test(said) && !IN_PERSON.test(said) && !(place && VENUE.test(place)),
  };
}

function instantOf({ year, month, day, hour = 0, minute = 0 }: WallTime, timeZone: string): Date | undefined {
  try {
    const wall = Temporal.PlainDateTime.from({ year, month, day, hour: hour % 24, minute }, { overflow: 'reject' });
    return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}
