/** A calendar's events, each with the times at which it takes place: once, by a rule, or moved from there. */
import { allOf, type CalendarComponent, firstOf } from './calendar-lines.ts';
import { dateText, instantOf, keyOf, type Moment, MS_PER_DAY, momentOf, secondsOf } from './calendar-moments.ts';
import { zonesIn } from './calendar-zones.ts';
import { daysOf, readRule, type WorkLeft } from './expand-recurrence.ts';

export interface Occurrence {
  event: CalendarComponent;
  /** The event's uid; of one of a series, with the time at which it began before anybody moved it. */
  guid: string;
  start: Moment;
  /** A whole last day (`2026-03-22`) or an instant; absent where the calendar does not say. */
  end?: string;
  /** Called off, or taken out of its series. */
  isWithdrawn: boolean;
}

/** One event with its exceptions, as its uid holds them together. */
interface Series {
  uid: string;
  master?: CalendarComponent;
  moved: CalendarComponent[];
}

/** Milliseconds since 1970: what ended before `from` and what begins after `to` is left out. */
interface Window {
  from: number;
  to: number;
}

type ReadMoment = (event: CalendarComponent, name: string) => Moment | undefined;

const MOST_OF_A_SERIES = 50;
const MAX_DATES = 500;

export function occurrencesIn(
  calendar: CalendarComponent,
  timeZone: string,
  window: Window,
  left: WorkLeft,
): Occurrence[] {
  const zoneNamed = zonesIn(calendar);
  const moments = (event: CalendarComponent, name: string) =>
    allOf(event, name).flatMap(({ value, parameters }) =>
      value.split(',', MAX_DATES).flatMap((one) => momentOf({ value: one, parameters }, zoneNamed, timeZone) ?? []),
    );
  const read: ReadMoment = (event, name) => moments(event, name)[0];
  const isAllCalledOff = isNamed(calendar, 'METHOD', 'CANCEL');
  return seriesIn(calendar).flatMap((series) =>
    occurrencesOf(series, { read, moments, window, left }).map((one) => ({
      ...one,
      isWithdrawn: one.isWithdrawn || isAllCalledOff || isNamed(one.event, 'STATUS', 'CANCELLED'),
    })),
  );
}

function seriesIn(calendar: CalendarComponent): Series[] {
  const byUid = new Map<string, Series>();
  for (const [index, event] of calendar.components.entries()) {
    if (event.name !== 'VEVENT') continue;
    const uid = firstOf(event, 'UID')?.value.trim().slice(0, 500) ?? '';
    const series = byUid.get(uid || `${index}`) ?? { uid, moved: [] };
    byUid.set(uid || `${index}`, series);
    if (firstOf(event, 'RECURRENCE-ID')) series.moved.push(event);
    else if (!series.master || sequenceOf(event) >= sequenceOf(series.master)) series.master = event;
  }
  return [...byUid.values()];
}

interface Reading {
  read: ReadMoment;
  moments(event: CalendarComponent, name: string): Moment[];
  window: Window;
  left: WorkLeft;
}

function occurrencesOf({ uid, master, moved }: Series, { read, moments, window, left }: Reading): Occurrence[] {
  const first = master && read(master, 'DTSTART');
  const isSeries = Boolean(master && (firstOf(master, 'RRULE') || firstOf(master, 'RDATE') || moved.length > 0));
  const guidAt = (start: Moment) => (isSeries || moved.length > 0 ? `${uid}/${keyOf(start)}` : uid || keyOf(start));
  const excluded = new Set(master ? moments(master, 'EXDATE').map(keyOf) : []);
  const byGuid = new Map<string, Occurrence>();
  const isWanted = ({ endsAt }: Span) => endsAt > window.from;
  for (const start of master && first ? startsOf(master, first, { read, moments, window, left }) : []) {
    const span = spanOf(master as CalendarComponent, first as Moment, start, read);
    if (!isWanted(span) || byGuid.size >= MOST_OF_A_SERIES) continue;
    const isWithdrawn = excluded.has(keyOf(start)) || excluded.has(dateText(start.day).replaceAll('-', ''));
    const guid = guidAt(start);
    byGuid.set(guid, { event: master as CalendarComponent, guid, start, end: span.end, isWithdrawn });
  }
  for (const event of moved.sort((one, other) => sequenceOf(one) - sequenceOf(other))) {
    const [was, start] = [read(event, 'RECURRENCE-ID'), read(event, 'DTSTART')];
    if (!was) continue;
    const guid = guidAt(was);
    const span = start && spanOf(event, start, start, read);
    if (start && span && isWanted(span)) byGuid.set(guid, { event, guid, start, end: span.end, isWithdrawn: false });
    else byGuid.delete(guid);
  }
  return [...byGuid.values()];
}

/** When it begins, by its rule if it has one that we follow, in the zone of its first time. */
function startsOf(event: CalendarComponent, first: Moment, { moments, window, left }: Reading): Moment[] {
  const rule = readRule(firstOf(event, 'RRULE')?.value ?? '');
  const days = rule
    ? daysOf(rule, {
        first: first.day,
        from: Math.floor(window.from / MS_PER_DAY) - MAX_LENGTH_DAYS,
        to: Math.min(Math.floor(window.to / MS_PER_DAY), lastDay(rule.until, first)),
        most: MOST_OF_A_SERIES + MAX_LENGTH_DAYS,
        left,
      })
    : [first.day];
  const further = moments(event, 'RDATE').filter((moment) => instantOf(moment) <= window.to);
  return [...days.map((day) => ({ ...first, day })), ...further];
}

/** Of one occurrence of a series; an exhibition of three months is no series. */
const MAX_LENGTH_DAYS = 14;

interface Span {
  end?: string;
  /** The instant after which it is over. */
  endsAt: number;
}

/** How long the event lasts by its own words, from when this occurrence begins. */
function spanOf(event: CalendarComponent, first: Moment, start: Moment, read: ReadMoment): Span {
  const end = read(event, 'DTEND');
  const duration = secondsOf(firstOf(event, 'DURATION')?.value);
  if (start.seconds === undefined) {
    const given = end ? end.day - first.day : Math.ceil((duration ?? 0) / 86_400);
    // The end of whole days is the morning after (RFC 5545, 3.6.1).
    const days = Math.min(Math.max(1, given), 3660);
    const endsAt = instantOf({ day: start.day + days, zone: start.zone });
    return { endsAt, ...(days > 1 ? { end: dateText(start.day + days - 1) } : {}) };
  }
  const lasts = end ? instantOf(end) - instantOf(first) : (duration ?? 0) * 1000;
  const endsAt = instantOf(start) + Math.max(0, lasts);
  return { endsAt, ...(lasts > 0 ? { end: new Date(endsAt).toISOString() } : {}) };
}

/** UNTIL is inclusive; a time of it is later than any start on that day, or it is the last one's own. */
function lastDay(until: string | undefined, first: Moment): number {
  const moment = until && momentOf({ value: until, parameters: {} }, () => undefined, first.zone);
  if (!moment) return Number.MAX_SAFE_INTEGER;
  if (moment.seconds === undefined) return moment.day;
  const limit = instantOf(moment);
  const onSameDay = [moment.day - 1, moment.day, moment.day + 1].filter((day) => instantOf({ ...first, day }) <= limit);
  return onSameDay.at(-1) ?? moment.day - 2;
}

function sequenceOf(event: CalendarComponent): number {
  return Number.parseInt(firstOf(event, 'SEQUENCE')?.value ?? '0', 10) || 0;
}

function isNamed(of: CalendarComponent, name: string, value: string): boolean {
  return firstOf(of, name)?.value.trim().toUpperCase() === value;
}
