/**
 * A time zone by its IANA name.
 *
 * @param name - in any case
 * @returns as it is written; undefined for what is none. Offsets such as `+01:00` are none: they know no summer time.
 */
export function timeZoneNamed(name: string): string | undefined {
  if (!/^[A-Z]/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
