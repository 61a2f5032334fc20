/**
 * When a digest goes out next: wall-clock time in the publication's zone, whatever the clocks there do.
 *
 * A time that does not exist on the night the clocks go forward runs as much later as they jump (02:30 → 03:30); one
 * that exists twice runs the first time only.
 */
import { Temporal } from 'temporal-polyfill';
import type { Digest, Weekday } from '../domain/publication.ts';
import { nextByCron } from './cron-schedule.ts';

const DAY_NUMBER: Record<Weekday, number> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
};

type Schedule = Pick<Digest, 'cadence' | 'time' | 'weekday' | 'dayOfMonth' | 'cron' | 'between'>;

/** How often an instant digest looks whether something is new. */
const MINUTES_BETWEEN_LOOKS = 5;
const MS_PER_MINUTE = 60_000;

/** @returns the first moment strictly after `after` */
export function nextRun(schedule: Schedule, zone: string, after: Date): Date {
  if (schedule.cron) return nextByCron(schedule.cron, zone, after);
  if (schedule.cadence === 'instant') return nextLook(schedule, zone, after);
  const from = Temporal.Instant.fromEpochMilliseconds(after.getTime());
  const time = Temporal.PlainTime.from(schedule.time ?? '00:00');
  let day = firstDay(schedule, from.toZonedDateTimeISO(zone).toPlainDate());
  for (;;) {
    const run = day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
    if (Temporal.Instant.compare(run, from) > 0) return new Date(run.epochMilliseconds);
    day = dayAfter(schedule, day);
  }
}

/** The next full five minutes, or the first of the hours at which mail may go out. */
function nextLook({ between }: Schedule, zone: string, after: Date): Date {
  const step = MINUTES_BETWEEN_LOOKS * MS_PER_MINUTE;
  const look = new Date(Math.floor(after.getTime() / step + 1) * step);
  if (!between) return look;
  const opening = nextRun({ cadence: 'daily', time: between.from }, zone, after);
  return opening > look && isBetween(look, zone, between) ? look : opening;
}

function isBetween(at: Date, zone: string, { from, until }: { from: string; until: string }): boolean {
  const time = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainTime();
  return Temporal.PlainTime.compare(time, from) >= 0 && Temporal.PlainTime.compare(time, until) <= 0;
}

/** The earliest day of the schedule that is not before `today`, or in a month's case one of its month. */
function firstDay({ cadence, weekday = 'monday', dayOfMonth = 1 }: Schedule, today: Temporal.PlainDate) {
  if (cadence === 'daily') return today;
  if (cadence === 'weekly') return today.add({ days: (DAY_NUMBER[weekday] - today.dayOfWeek + 7) % 7 });
  return today.with({ day: dayOfMonth }, { overflow: 'constrain' });
}

function dayAfter({ cadence, dayOfMonth = 1 }: Schedule, day: Temporal.PlainDate) {
  if (cadence === 'daily') return day.add({ days: 1 });
  if (cadence === 'weekly') return day.add({ days: 7 });
  // From the first of the month, so that the 31st is asked for again after a February.
  return day.with({ day: 1 }).add({ months: 1 }).with({ day: dayOfMonth }, { overflow: 'constrain' });
}
