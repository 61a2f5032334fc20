/**
 * Recurrence rules (RFC 5545, 3.3.10) → the days on which an event takes place, on the wall of its own zone.
 *
 * Daily to yearly with interval, count, until, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST. Rules with other parts, or
 * by the hour, give the first day only: nobody goes to an event every minute, and no date is better than a wrong one.
 */
import { dayOf, MS_PER_DAY } from './calendar-moments.ts';

export interface RecurrenceRule {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  count?: number;
  /** As written; the caller knows the zone. */
  until?: string;
  months: number[];
  monthDays: number[];
  /** Monday is 0; `nth` counts within the month or year, from its end when negative. */
  weekdays: { weekday: number; nth?: number }[];
  positions: number[];
  weekStart: number;
}

/** What is left to be done for one document, whatever rules are in it. */
export interface WorkLeft {
  periods: number;
}

interface DaysWanted {
  /** The event's first day. */
  first: number;
  /** Earlier days are counted, and left out. */
  from: number;
  to: number;
  most: number;
  left: WorkLeft;
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN_PARTS = new Set('FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYDAY BYSETPOS WKST'.split(' '));

/** @returns undefined for a rule that we do not follow */
export function readRule(text: string): RecurrenceRule | undefined {
  const parts = new Map(
    text
      .slice(0, 1000)
      .toUpperCase()
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => part.trim().split('=', 2) as [string, string]),
  );
  const frequency = parts.get('FREQ');
  if (frequency !== 'DAILY' && frequency !== 'WEEKLY' && frequency !== 'MONTHLY' && frequency !== 'YEARLY')
    return undefined;
  if ([...parts.keys()].some((name) => !KNOWN_PARTS.has(name) && !name.startsWith('X-'))) return undefined;
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : undefined;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  if (!Number.isSafeInteger(interval) || interval < 1 || interval > 10_000) return undefined;
  if (count !== undefined && (!Number.isSafeInteger(count) || count < 1)) return undefined;
  return {
    frequency,
    interval,
    count,
    until: parts.get('UNTIL'),
    months: numbersIn(parts.get('BYMONTH')),
    monthDays: numbersIn(parts.get('BYMONTHDAY')),
    weekdays: weekdaysIn(parts.get('BYDAY')),
    positions: numbersIn(parts.get('BYSETPOS')),
    weekStart: Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')),
  };
}

/** Days in order, the first day among them whatever the rule says. Every period looked at is taken from the work that is left. */
export function daysOf(rule: RecurrenceRule, { first, from, to, most, left }: DaysWanted): number[] {
  const days: number[] = [];
  let counted = 0;
  const take = (day: number): boolean => {
    counted += 1;
    if (day >= from && day <= to) days.push(day);
    return day <= to && days.length < most && counted < (rule.count ?? Number.POSITIVE_INFINITY);
  };
  if (!take(first)) return days;
  for (let period = rule.count ? 0 : periodsBefore(rule, first, from); left.periods > 0; period += 1) {
    left.periods -= 1;
    const { begins, candidates } = periodOf(rule, first, period);
    if (begins > to) break;
    for (const day of atPositions(candidates, rule.positions)) if (day > first && !take(day)) return days;
  }
  return days;
}

/** Without a count, the years before anyone asks are skipped. */
function periodsBefore({ frequency, interval }: RecurrenceRule, first: number, from: number): number {
  const longest = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }[frequency] * interval;
  return Math.max(0, Math.floor((from - first) / longest) - 1);
}

function periodOf(rule: RecurrenceRule, first: number, period: number): { begins: number; candidates: number[] } {
  const [year, month, date] = partsOf(first);
  const step = period * rule.interval;
  switch (rule.frequency) {
    case 'DAILY':
      return { begins: first + step, candidates: [first + step].filter((day) => isAllowed(rule, day)) };
    case 'WEEKLY': {
      const begins = first - ((weekdayOf(first) - rule.weekStart + 7) % 7) + step * 7;
      const week = Array.from({ length: 7 }, (_, index) => begins + index);
      const wanted = rule.weekdays.length > 0 ? rule.weekdays.map(({ weekday }) => weekday) : [weekdayOf(first)];
      return { begins, candidates: week.filter((day) => wanted.includes(weekdayOf(day)) && isMonth(rule, day)) };
    }
    case 'MONTHLY': {
      const index = month - 1 + step;
      const [inYear, inMonth] = [year + Math.floor(index / 12), (index % 12) + 1];
      const days = daysOfMonth(inYear, inMonth);
      return {
        begins: days[0] ?? Number.MAX_SAFE_INTEGER,
        candidates: withinMonth(rule, days, date).filter((day) => isMonth(rule, day)),
      };
    }
    case 'YEARLY': {
      const inYear = year + step;
      return {
        begins: dayOf(inYear, 1, 1) ?? Number.MAX_SAFE_INTEGER,
        candidates: withinYear(rule, inYear, month, date),
      };
    }
  }
}

function withinMonth({ monthDays, weekdays }: RecurrenceRule, days: number[], date: number): number[] {
  if (monthDays.length === 0 && weekdays.length === 0) return days.slice(date - 1, date);
  return days.filter((day, index) => {
    const isDate = monthDays.length === 0 || monthDays.some((one) => (one > 0 ? one - 1 : days.length + one) === index);
    return isDate && (weekdays.length === 0 || isNthWeekday(weekdays, day, days));
  });
}

function withinYear(rule: RecurrenceRule, year: number, month: number, date: number): number[] {
  const { months, monthDays, weekdays } = rule;
  if (weekdays.length > 0 && months.length === 0 && monthDays.length === 0) {
    const days = Array.from({ length: 12 }, (_, index) => daysOfMonth(year, index + 1)).flat();
    return days.filter((day) => isNthWeekday(weekdays, day, days));
  }
  const wanted = months.length > 0 ? [...months].sort((a, b) => a - b) : monthDays.length > 0 ? ALL_MONTHS : [month];
  return wanted.flatMap((one) => withinMonth(rule, daysOfMonth(year, one), date));
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function isNthWeekday(weekdays: RecurrenceRule['weekdays'], day: number, days: number[]): boolean {
  const [start = 0, end = 0] = [days[0], days.at(-1)];
  return weekdays.some(({ weekday, nth }) => {
    if (weekday !== weekdayOf(day)) return false;
    if (nth === undefined) return true;
    return nth > 0 ? Math.floor((day - start) / 7) + 1 === nth : Math.floor((end - day) / 7) + 1 === -nth;
  });
}

function isAllowed(rule: RecurrenceRule, day: number): boolean {
  const { weekdays, monthDays } = rule;
  const [year, month, date] = partsOf(day);
  const length = daysOfMonth(year, month).length;
  const isWeekday = weekdays.length === 0 || weekdays.some(({ weekday }) => weekday === weekdayOf(day));
  const isDate = monthDays.length === 0 || monthDays.some((one) => (one > 0 ? one : length + 1 + one) === date);
  return isMonth(rule, day) && isWeekday && isDate;
}

const isMonth = ({ months }: RecurrenceRule, day: number) => months.length === 0 || months.includes(partsOf(day)[1]);

function atPositions(days: number[], positions: number[]): number[] {
  return positions.length === 0
    ? days
    : days.filter((_, index) => positions.includes(index + 1) || positions.includes(index - days.length));
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7;

function partsOf(day: number): [year: number, month: number, date: number] {
  const date = new Date(day * MS_PER_DAY);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function daysOfMonth(year: number, month: number): number[] {
  const first = dayOf(year, month, 1);
  if (first === undefined) return [];
  return Array.from({ length: new Date(Date.UTC(year, month, 0)).getUTCDate() }, (_, index) => first + index);
}

function numbersIn(text = ''): number[] {
  return text
    .split(',')
    .map(Number)
    .filter((number) => Number.isSafeInteger(number) && number !== 0);
}

function weekdaysIn(text = ''): RecurrenceRule['weekdays'] {
  return text.split(',').flatMap((one) => {
    const [, nth, name = ''] = /^\s*([+-]?\d{1,2})?([A-Z]{2})\s*$/.exec(one) ?? [];
    const weekday = WEEKDAYS.indexOf(name);
    return weekday < 0 ? [] : [{ weekday, ...(nth ? { nth: Number(nth) } : {}) }];
  });
}
