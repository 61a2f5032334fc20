/** Dates in a line of text, by chrono's strict parsers, as wall-clock times without any zone. */
import { strict as german } from 'chrono-node/de';
import { strict as english } from 'chrono-node/en';

export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
}

export interface FoundDate {
  /** Where it stands in the line, its time of day included. */
  from: number;
  to: number;
  start: WallTime;
  end?: WallTime;
  /** The year is written out; otherwise it is that of the reference. */
  hasYear: boolean;
  /** 12.07.2019 rather than 12. Juli 2019. */
  isNumeric: boolean;
}

type Parsed = ReturnType<typeof german.parse>[number];
type Components = Parsed['start'];

/** What may stand between a day and its time of day. */
const BETWEEN = /^(?:[\s,;|·•:()/–—-]|\b(?:um|von|ab|jeweils|from|at|uhrzeit|zeit|beginn|time|start|uhr)\b){0,12}$/i;

/** @param year - for dates that name none */
export function datesIn(line: string, year: number): FoundDate[] {
  const plain = inChronosWords(line);
  const reference = new Date(Date.UTC(year, 0, 1, 12));
  const germanDates = withTimes(plain, german.parse(plain, reference), year);
  return germanDates.length > 0
    ? germanDates
    : withTimes(plain, english.parse(plain, reference), year).filter(isWorded);
}

/** As long as before, so that places in it are places in the line. */
function inChronosWords(line: string): string {
  return (
    line
      // It knows `March 20-22 2023`, not `March 20–22, 2023`.
      .replace(/(\p{L}{3,9}\.? \d{1,2})[–—](\d{1,2}), (\d{4})/gu, '$1-$2  $3')
      .replace(/[–—]/g, '-')
      // It takes the hour for the year in `12. Januar, 18 Uhr`.
      .replace(/(?<=\d\. ?\p{L}{3,9})[ ,](?= ?\d{1,2} ?(?:uhr|(?:bis|-) ?\d{1,2} ?uhr))/giu, ';')
  );
}

/** 3/4/2023 is in March or in April. */
const isWorded = ({ isNumeric }: FoundDate) => !isNumeric;

function withTimes(line: string, results: Parsed[], year: number): FoundDate[] {
  return results.flatMap((result, index) => {
    if (!isDay(result.start)) return [];
    // An hour of another zone is a report's, not an invitation's.
    if (result.start.isCertain('timezoneOffset')) return [];
    const time = result.start.isCertain('hour')
      ? result
      : timeBeside(line, result, results[index + 1], results[index - 1]);
    return [foundDate(result, time, year)];
  });
}

function timeBeside(
  line: string,
  day: Parsed,
  next: Parsed | undefined,
  before: Parsed | undefined,
): Parsed | undefined {
  if (next && !isDay(next.start) && next.start.isCertain('hour')) {
    if (BETWEEN.test(line.slice(day.index + day.text.length, next.index))) return next;
  }
  if (before && !isDay(before.start) && before.start.isCertain('hour')) {
    if (BETWEEN.test(line.slice(before.index + before.text.length, day.index))) return before;
  }
  return undefined;
}

function foundDate(day: Parsed, time: Parsed | undefined, year: number): FoundDate {
  const last = day.end && isDay(day.end) ? day.end : undefined;
  const stated = [day.start, last].find((part) => part?.isCertain('year'))?.get('year') ?? undefined;
  const start = wallTime(day.start, stated ?? year);
  const end = last && wallTime(last, stated ?? year);
  // chrono takes `am` for a part of the date; to us it is a word of the sentence.
  const dayFrom = day.index + (/^(?:am|vom|on|from|den)\s+/i.exec(day.text)?.[0].length ?? 0);
  if (end && isAfter(start, end)) start.year -= 1;
  const endHour = time?.end?.isCertain('hour') ? time.end : undefined;
  return {
    from: Math.min(dayFrom, time?.index ?? dayFrom),
    to: Math.max(day.index + day.text.length, time ? time.index + time.text.length : 0),
    start: { ...start, ...hourOf(time?.start) },
    ...(end || endHour ? { end: { ...(end ?? start), ...hourOf(endHour) } } : {}),
    hasYear: stated !== undefined,
    isNumeric: !/\p{L}{3,}/u.test(day.text.replace(/\b(uhr|bis|von|vom|am|um)\b/gi, '')),
  };
}

const isDay = (part: Components) => part.isCertain('day') && part.isCertain('month');

function wallTime(part: Components, year: number): WallTime {
  return { year, month: part.get('month') ?? 0, day: part.get('day') ?? 0 };
}

function hourOf(part: Components | undefined): Pick<WallTime, 'hour' | 'minute'> {
  return part?.isCertain('hour') ? { hour: part.get('hour') ?? 0, minute: part.get('minute') ?? 0 } : {};
}

function isAfter(one: WallTime, other: WallTime): boolean {
  return Date.UTC(one.year, one.month, one.day) > Date.UTC(other.year, other.month, other.day);
}
