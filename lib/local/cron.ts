/** The cron expressions of EventBridge: minute, hour, day of month, month, day of week, year. */
import { LocalError } from './errors.ts';

export type Cron = Array<Set<number> | 'any'>;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Sunday is 1. */
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const RANGES: Array<[from: number, to: number]> = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
];

/** @throws LocalError for an expression this run would have to guess about (`L`, `W`, `#`) */
export function readCron(id: string, expression: string): Cron {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) throw new LocalError(`${id}: the local run does not know the schedule ${expression}`);
  return fields.map((field, i) => {
    if (field === '*' || field === '?') return 'any';
    const names = i === 3 ? MONTHS : i === 4 ? DAYS : [];
    return new Set(
      field.split(',').flatMap((part) => rangeOf(part, names, RANGES[i] ?? [0, 0], `${id}: ${expression}`)),
    );
  });
}

function rangeOf(part: string, names: string[], [lowest, highest]: [number, number], where: string): number[] {
  const [span = '', step] = part.split('/');
  const number = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + 1 : Number(text);
    if (!Number.isInteger(value) || value < lowest || value > highest)
      throw new LocalError(`${where}: the local run does not know ${part}`);
    return value;
  };
  const [first = '', last] = span.split('-');
  const from = first === '*' ? lowest : number(first);
  const to = last ? number(last) : step || first === '*' ? highest : from;
  const every = step ? Number(step) : 1;
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => from + i * every);
}

export function cronMatches(cron: Cron, at: Date, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [get('year'), get('month'), get('day')];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  const now = [get('minute'), get('hour'), day, month, weekday, year];
  return cron.every((allowed, i) => allowed === 'any' || allowed.has(now[i] ?? -1));
}
