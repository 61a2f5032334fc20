/**
 * Dates as publishers write them: RFC 822 with every mistake in it, ISO 8601, German and other month names, 12.03.2023.
 *
 * Never the runtime's Date parser: its answer depends on the server's zone. A time without a zone is wall-clock time of
 * the publication. What cannot be read is no date, and never "now".
 */
import { Temporal } from 'temporal-polyfill';
import { MONTHS, ZONE_OFFSETS } from './date-words.ts';

interface DateParts {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Minutes east of UTC; undefined: in the publication's zone. */
  offset?: number;
}

const MAX_LENGTH = 80;

/** @param timeZone - IANA name for times that carry no zone */
export function readDate(text: string | undefined, timeZone = 'UTC'): Date | undefined {
  const trimmed = text
    ?.slice(0, MAX_LENGTH * 2)
    .trim()
    .replace(/\s+/g, ' ')
    .slice(0, MAX_LENGTH);
  if (!trimmed) return undefined;
  const parts = readIso(trimmed) ?? readEpoch(trimmed) ?? readWords(trimmed);
  return parts && instantOf(parts, timeZone);
}

function instantOf({ year, month, day, hour = 0, minute = 0, second = 0, offset }: DateParts, timeZone: string) {
  const isDay = year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  // 24:00 is the beginning of the next day; a 60th second is a leap second.
  if (!isDay || hour > 24 || minute > 59 || second > 60) return undefined;
  const utc = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  if (offset !== undefined) return new Date(utc - offset * 60_000);
  const local = Temporal.Instant.fromEpochMilliseconds(utc).toZonedDateTimeISO('UTC').toPlainDateTime();
  return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const ISO =
  /^(\d{4})-?(\d{2})?(?:-?(\d{2}))?(?:(?:T| )?(\d{1,2})(?::?(\d{2})|:(\d))?(?::?(\d{2})(?:[.,]\d{1,12})?|:(\d))?)? ?(Z|UTC|GMT|[+-]\d{1,2}:?(?:\d{1,2})?)?$/i;

function readIso(text: string): DateParts | undefined {
  if (!/^\d{4}(-|\d{4}(T|$))/i.test(text) && !/^\d{4}$/.test(text)) return undefined;
  const [match, year, month = '1', day = '1', hour, minutes, minute = minutes, seconds, second = seconds, zone] =
    ISO.exec(text) ?? [];
  if (!match) return undefined;
  return { ...numbers({ year, month, day, hour, minute, second }), offset: zone ? offsetOf(zone) : undefined };
}

/** Seconds or milliseconds since 1970, as some scripts write them. */
function readEpoch(text: string): DateParts | undefined {
  if (!/^\d{9,10}$|^\d{13}$/.test(text)) return undefined;
  const date = new Date(Number(text) * (text.length === 13 ? 1 : 1000));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    offset: 0,
  };
}

const TIME =
  /\b(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?|\.(\d{2})(?= ?Uhr))?(?: ?([ap])\.?m\b\.?| ?(Uhr|h)\b)?/gi;

function readWords(text: string): DateParts | undefined {
  const { time, rest } = takeTime(text);
  const date = readDayMonthYear(rest);
  return date && { ...date, ...time, offset: zoneIn(rest, date.year) };
}

/** The first thing that can only be a time of day: it has a colon, am/pm or "Uhr". */
function takeTime(text: string): { time: Pick<DateParts, 'hour' | 'minute' | 'second'>; rest: string } {
  for (const match of text.matchAll(TIME)) {
    const [whole, hours, minutes, seconds, dotMinutes, half, word] = match;
    if (!minutes && !half && !word) continue;
    const { hour = 0, minute, second } = numbers({ hour: hours, minute: minutes ?? dotMinutes, second: seconds });
    const isPm = half?.toLowerCase() === 'p';
    const time = { hour: half ? (hour % 12) + (isPm ? 12 : 0) : hour, minute, second };
    return { time, rest: `${text.slice(0, match.index)} ${text.slice(match.index + whole.length)}` };
  }
  return { time: {}, rest: text };
}

function readDayMonthYear(text: string): DateParts | undefined {
  const dotted = /(?<!\d)(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})(?!\d)/.exec(text);
  if (dotted) return dateOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/.exec(text);
  if (slashed) {
    const isDayFirst = Number(slashed[1]) > 12 || slashed[2] === '-';
    return isDayFirst ? dateOf(slashed[4], slashed[3], slashed[1]) : dateOf(slashed[4], slashed[1], slashed[3]);
  }
  const yearFirst = /(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/.exec(text);
  if (yearFirst) return dateOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  return readNamedMonth(text);
}

/** `3. September 2026`, `Sep 3, 2026`, `03-Sep-26`, `Sat Jan 01 GMT 2000`: one month's name, a year and a day around it. */
function readNamedMonth(text: string): DateParts | undefined {
  const months = [...text.matchAll(/\p{L}{3,}/gu)].filter(([word]) => monthOf(word));
  // The day stands before its month in most languages: "mar 3 jun 2025" is a Tuesday in June.
  return firstOf(months, (month) => dayBefore(text, month)) ?? firstOf(months, (month) => dayAfter(text, month));
}

function dayBefore(text: string, { 0: word, index }: RegExpExecArray): DateParts | undefined {
  const day = /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?(?:[ -]de)?[ ./-]*$/i.exec(text.slice(0, index))?.[1];
  const year = yearIn(text.slice(index + word.length));
  return day && year ? dateOf(year, String(monthOf(word)), day) : undefined;
}

function dayAfter(text: string, { 0: word, index }: RegExpExecArray): DateParts | undefined {
  const rest = text.slice(index + word.length);
  const [found = '', day] = /^[ ./-]*(\d{1,2})(?!\d)/.exec(rest) ?? [];
  const year = yearIn(rest.slice(found.length));
  return day && year ? dateOf(year, String(monthOf(word)), day) : undefined;
}

function yearIn(tail: string): string | undefined {
  return /(?<![\d+:-])(\d{4})(?!\d)/.exec(tail)?.[1] ?? /^(?:[ ./,-]|de)*(\d{4}|\d{2})(?!\d)/i.exec(tail)?.[1];
}

function firstOf<Given, Found>(all: Given[], find: (one: Given) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}

function dateOf(year = '', month = '', day = ''): DateParts {
  const full = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);
  return { year: full, month: Number(month), day: Number(day) };
}

/** Whole words only: a French Tuesday, "mardi", is not March. */
function monthOf(word: string): number | undefined {
  return MONTHS[word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()];
}

function zoneIn(text: string, year: number): number | undefined {
  const numeric = /(?:^|[ A-Z])([+-]\d{1,2}:?\d{2}|[+-]\d{1,2})(?: ?\(.{0,30}\))?$/.exec(text.trim());
  if (numeric?.[1]) return offsetOf(numeric[1]);
  for (const word of text.replace(String(year), ' ').matchAll(/(?<!\p{L})[A-Z]{1,5}(?!\p{L})/gu)) {
    const offset = ZONE_OFFSETS[word[0]];
    if (offset !== undefined) return offset;
  }
  return undefined;
}

function offsetOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{1,2})?$/.exec(zone) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
}

function numbers<Name extends string>(texts: Record<Name, string | undefined>): Record<Name, number> {
  const entries = Object.entries<string | undefined>(texts);
  return Object.fromEntries(
    entries.filter(([, text]) => text !== undefined).map(([name, text]) => [name, Number(text)]),
  ) as Record<Name, number>;
}
