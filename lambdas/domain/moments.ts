/** Milliseconds of a moment that a feed can name. @throws Error when it is none: years of four digits only */
export function momentOf(date: Date): number {
  const moment = date.getTime();
  if (!(moment >= 0 && moment < Date.UTC(10_000, 0))) throw new Error('one of its dates is none');
  return moment;
}

/** The date `YYYY-MM-DD` that a calendar in this zone shows at this moment. */
export function dayIn(zone: string, moment: Date): string {
  momentOf(moment);
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(moment)
    .map(({ type, value }) => [type, value]);
  const { year, month, day } = Object.fromEntries(parts);
  return `${year}-${month}-${day}`;
}

/** `2026-11-26T16:00:00+01:00`: the hour as it is in this zone, with what makes it unmistakable. */
export function wallClockIn(zone: string, moment: Date): string {
  momentOf(moment);
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(moment);
  const { hour, minute, second, timeZoneName = '' } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${dayIn(zone, moment)}T${hour}:${minute}:${second}${timeZoneName.replace('GMT', '') || '+00:00'}`;
}
