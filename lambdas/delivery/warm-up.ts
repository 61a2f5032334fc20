/**
 * A new mail domain sends little at first: mailbox providers trust nobody whom they have never heard of, and put what comes
 * in masses aside. Campaigns send 200 mails on the first day and 200,000 on the 42nd, about twice as many every fourth
 * day; afterwards SES's quota alone counts. Days begin at midnight UTC.
 */
const FIRST_DAY = 200;
const LAST_DAY = 200_000;
const DAYS = 42;
const DAY_MS = 24 * 60 * 60 * 1000;

/** @param from - the first day, `2026-12-01`; before it the first day's number counts; `none`: the domain is known */
export function warmUpOn(from: string, now: Date): number | undefined {
  if (from === 'none') return undefined;
  const day = Math.max(0, Math.floor((now.getTime() - Date.parse(`${from}T00:00:00Z`)) / DAY_MS));
  if (day >= DAYS) return undefined;
  return Math.round(FIRST_DAY * (LAST_DAY / FIRST_DAY) ** (day / (DAYS - 1)));
}

export const utcDay = (now: Date): string => now.toISOString().slice(0, 10);

export const nextUtcDay = (now: Date): Date => new Date(Date.parse(`${utcDay(now)}T00:00:00Z`) + DAY_MS);
