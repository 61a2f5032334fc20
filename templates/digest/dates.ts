/** Dates as readers see them: in the publication's zone and language, whatever the server's are. */
import type { EventDetails } from '../../lambdas/domain/article.ts';
import type { Language } from '../../lambdas/domain/publication.ts';
import { typeset } from './typeset.ts';

const LOCALE: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

export interface Dates {
  /** "26. November 2026" */
  day: (at: Date) => string;
  /** "26. Nov." */
  short: (at: Date) => string;
  /** "Donnerstag, 26. November 2026, 16:00–18:00 Uhr" */
  event: (event: EventDetails) => string;
  /** Day of the month and short month, for a calendar leaf. */
  leaf: (at: Date) => { day: string; month: string };
}

const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;

export function datesIn(language: Language, timeZone: string): Dates {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone });
    return (at: Date) => typeset(formatter.format(at), language);
  };
  const day = format(DAY);
  const longDay = format({ weekday: 'long', ...DAY });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const leafDay = format({ day: 'numeric' });
  const leafMonth = format({ month: 'short' });
  const clock = (text: string) => (language === 'de' ? `${text}\u00a0Uhr` : text);

  function event({ startsAt, endsAt, allDay }: EventDetails): string {
    const start = longDay(startsAt);
    // A moment of the last day when only days are known; else an end at midnight means "until the day is over".
    const lastMoment = endsAt && (allDay ? endsAt : new Date(endsAt.getTime() - 1));
    const end = lastMoment && lastMoment > startsAt ? longDay(lastMoment) : start;
    if (allDay) return start === end ? start : `${start} – ${end}`;
    if (!endsAt || endsAt <= startsAt) return `${start}, ${clock(time(startsAt))}`;
    if (start === end) return `${start}, ${clock(`${time(startsAt)}–${time(endsAt)}`)}`;
    return `${start}, ${clock(time(startsAt))} – ${longDay(endsAt)}, ${clock(time(endsAt))}`;
  }

  return {
    day,
    short: format({ day: 'numeric', month: 'short' }),
    event,
    leaf: (at) => ({ day: leafDay(at).replace('.', ''), month: leafMonth(at) }),
  };
}
