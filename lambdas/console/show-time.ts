import type { Words } from './words.ts';

/** A moment on the publication's own clock, its zone named: `Mo., 2. März 2026, 08:00 MEZ`. */
export function showTime(at: Date, { language }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** Only what the clock shows. */
export function showClock(at: Date, { language }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { timeZone, timeStyle: 'short' }).format(at);
}

export function showDay(at: Date, { language }: Words, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { timeZone, dateStyle: 'medium' }).format(at);
}

export function showNumber(value: number, { language }: Words): string {
  return new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB').format(value);
}
