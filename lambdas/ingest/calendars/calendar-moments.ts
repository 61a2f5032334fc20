/** Moments of a calendar: a day, or a wall-clock time in a zone. */
import { Temporal } from 'temporal-polyfill';
import type { CalendarProperty } from './calendar-lines.ts';

export interface Moment {
  /** Days since 1970-01-01, on the wall. */
  day: number;
  /** Seconds since midnight, on the wall; absent: the whole day is meant. */
  seconds?: number;
  /** IANA name or offset. */
  zone: string;
}

export const MS_PER_DAY = 86_400_000;
const MOMENT = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const DURATION = /^([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** @returns undefined for what is no date, such as the 30th of February */
export function momentOf(
  { value, parameters }: CalendarProperty,
  zoneNamed: (tzid: string | undefined) => string | undefined,
  ownZone: string,
): Moment | undefined {
  const match = MOMENT.exec(value.trim().replace(/[-:]/g, ''));
  const [, year = '', month = '', date = '', hour, minute = '0', second = '0', isUtc] = match ?? [];
  const day = match && dayOf(Number(year), Number(month), Number(date));
  if (day === undefined || day === null) return undefined;
  const zone = isUtc ? 'UTC' : (zoneNamed(parameters.TZID) ?? ownZone);
  if (hour === undefined || parameters.VALUE === 'DATE') return { day, zone };
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Math.min(Number(second), 59);
  return Number(hour) < 24 && Number(minute) < 60 ? { day, seconds, zone } : undefined;
}

/** Milliseconds since 1970; of a whole day its first. */
export function instantOf({ day, seconds = 0, zone }: Moment): number {
  const asUtc = day * MS_PER_DAY + seconds * 1000;
  if (zone === 'UTC') return asUtc;
  const wall = Temporal.Instant.fromEpochMilliseconds(asUtc);
  return wall.toZonedDateTimeISO('UTC').toPlainDateTime().toZonedDateTime(zone).epochMilliseconds;
}

/** As our reader of dates takes it: `2026-03-20` for a whole day, else the instant. */
export function writtenMoment(moment: Moment): string {
  return moment.seconds === undefined ? dateText(moment.day) : new Date(instantOf(moment)).toISOString();
}

/** Equal for equal moments, and the same in every poll. */
export function keyOf(moment: Moment): string {
  return writtenMoment(moment).replace(/[-:]|\.000/g, '');
}

/** Seconds of an RFC 5545 duration such as `PT1H30M`; undefined for anything else. */
export function secondsOf(duration: string | undefined): number | undefined {
  const [match, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] =
    DURATION.exec(duration?.trim() ?? '') ?? [];
  if (!match || sign === '-') return undefined;
  return ((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** @returns undefined where the calendar has no such day */
export function dayOf(year: number, month: number, date: number): number | undefined {
  const time = Date.UTC(year, month - 1, date);
  const isReal = year >= 1900 && year <= 2200 && new Date(time).getUTCMonth() === month - 1 && date >= 1;
  return isReal ? time / MS_PER_DAY : undefined;
}

export function dateText(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}
