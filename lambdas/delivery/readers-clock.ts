/**
 * Delivery by every reader's own clock: who chose a time zone gets an edition when the clock there shows the day and time
 * at which it was due in the publication's zone.
 *
 * Where the clock is ahead, that moment has passed when the campaign starts, and so it has for who is only a little behind
 * when an edition was approved late: these are written to at once. How long somebody waits is fixed when the audience is
 * planned and stays so, whatever they change meanwhile.
 */
import { Temporal } from 'temporal-polyfill';
import { MS_PER_MINUTE } from './hours.ts';

/** Nobody waits for longer, wherever they live. */
const MINUTES_AT_MOST = 24 * 60;

/**
 * What clocks showed when the edition was due: the latest such time in the publication's zone.
 *
 * @param time - wall-clock `HH:MM`
 * @returns day and time of no zone, such as `2026-03-02T07:30`
 */
export function dueOnClocks(time: string, zone: string, startedAt: Date): string {
  const start = Temporal.Instant.fromEpochMilliseconds(startedAt.getTime());
  const today = start.toZonedDateTimeISO(zone).toPlainDate();
  const isToday = momentIn(zone, `${today}T${time}`) <= startedAt.getTime();
  return `${isToday ? today : today.subtract({ days: 1 })}T${time}`;
}

/** How many minutes after a campaign's start the hour of somebody comes, by their zone; 0 for who does not wait. */
export function minutesToWait({
  startedAt,
  readersTime,
}: {
  startedAt: Date;
  readersTime?: string;
}): (zone?: string) => number {
  const known = new Map<string, number>();
  return (zone) => {
    if (!readersTime || !zone) return 0;
    const minutes = known.get(zone) ?? minutesIn(zone, readersTime, startedAt);
    known.set(zone, minutes);
    return minutes;
  };
}

function minutesIn(zone: string, readersTime: string, startedAt: Date): number {
  try {
    const minutes = Math.ceil((momentIn(zone, readersTime) - startedAt.getTime()) / MS_PER_MINUTE);
    return Math.min(Math.max(minutes, 0), MINUTES_AT_MOST);
  } catch (error) {
    // A zone that this machine does not know (any more) must not keep a whole audience from being planned.
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

/** A time the clocks jumped over counts as much later as they jump, one that they show twice the first time. */
const momentIn = (zone: string, readersTime: string): number =>
  Temporal.PlainDateTime.from(readersTime).toZonedDateTime(zone).epochMilliseconds;
