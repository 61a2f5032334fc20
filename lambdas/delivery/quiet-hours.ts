/** The hours at which a publication's editions are not sent, by the clock of its zone. */
import { Temporal } from 'temporal-polyfill';

/** Wall-clock `HH:MM`; over midnight when they end before they begin. */
export interface QuietHours {
  from: string;
  until: string;
  timeZone: string;
}

/**
 * The quiet hours that `now` is in; `until` is the first moment behind them. A time that the clocks jump over comes as much
 * later as they jump, one that they show twice is the first of the two.
 */
export function quietPeriod({ from, until, timeZone }: QuietHours, now: Date): { from: Date; until: Date } | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const at = (day: Temporal.PlainDate, time: string) =>
    new Date(day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds);
  const nights = [today.subtract({ days: 1 }), today].map((day) => ({
    from: at(day, from),
    until: at(until < from ? day.add({ days: 1 }) : day, until),
  }));
  return nights.find((night) => night.from <= now && now < night.until);
}
