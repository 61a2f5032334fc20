import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';

/** Clocks have never been moved by more in one go. */
const LONGEST_JUMP_HOURS = 3;

/**
 * A schedule in the five fields of cron, as wall-clock times of no zone.
 *
 * @returns undefined for what is none, or never comes
 */
export function cronOf(fields: string): Cron | undefined {
  try {
    // Read as if the wall clock were UTC: that one has neither gaps nor repetitions.
    const cron = new Cron(fields, { timezone: 'UTC', paused: true, mode: '5-part' });
    return cron.nextRun(new Date(0)) ? cron : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @throws RangeError for a schedule that never comes (again)
 * @returns the first moment strictly after `after` at which the wall clock of the zone shows a time of the schedule
 */
export function nextByCron(fields: string, zone: string, after: Date): Date {
  const cron = cronOf(fields);
  if (!cron) throw new RangeError(fields);
  // A time that the clocks jumped over runs later than it reads.
  let wallClock = asIfUtc(after, zone).subtract({ hours: LONGEST_JUMP_HOURS });
  let earliest: Date | undefined;
  for (;;) {
    const next = cron.nextRun(new Date(`${wallClock}Z`));
    if (!next && earliest) return earliest;
    if (!next) throw new RangeError(fields);
    wallClock = Temporal.PlainDateTime.from(next.toISOString().slice(0, -1));
    const moment = new Date(wallClock.toZonedDateTime(zone).epochMilliseconds);
    if (moment <= after) continue;
    if (!earliest || moment < earliest) earliest = moment;
    // One that was put off may come after one that reads later and was not.
    if (asIfUtc(moment, zone).equals(wallClock)) return earliest;
  }
}

function asIfUtc(moment: Date, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
}
