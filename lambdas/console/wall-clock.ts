/** Between moments and what a clock on the publication's wall shows, as date and time fields of a form write it. */
import { Temporal } from 'temporal-polyfill';

export interface WallClock {
  /** `2026-03-20` */
  day: string;
  /** `18:00`; empty for a whole day. */
  time: string;
}

/**
 * In the hour that a clock change skips, the time as it would have been; in the hour that comes twice, the first.
 *
 * @returns undefined when that is no day or no time of any clock
 */
export function momentAt({ day, time }: WallClock, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^(?:\d{2}:\d{2}(?::\d{2})?)?$/.test(time)) return undefined;
  try {
    const date = Temporal.PlainDate.from(day);
    const zoned = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time || '00:00') });
    return new Date(zoned.epochMilliseconds);
  } catch {
    return undefined;
  }
}

export function wallClockOf(at: Date, timeZone: string): WallClock {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return { day: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
