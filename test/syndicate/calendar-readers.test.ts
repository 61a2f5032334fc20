import fc from 'fast-check';
import ical from 'node-ical';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../lambdas/domain/article.ts';
import { writeCalendar } from '../../lambdas/syndicate/calendar.ts';
import { anyArticles } from './any-article.ts';
import { anArticle, aPublication } from './samples.ts';

const calendarOf = (articles: Article[]) =>
  writeCalendar({ publication: aPublication(), part: { kind: 'all' }, articles }).calendar;
const eventsIn = (text: string) =>
  Object.values(ical.sync.parseICS(text)).flatMap((part) => (part?.type === 'VEVENT' ? [part] : []));
const anEvent = (startsAt: string, endsAt?: string, allDay = false): Article =>
  anArticle({
    event: { startsAt: new Date(startsAt), ...(endsAt ? { endsAt: new Date(endsAt) } : {}), allDay, online: false },
  });
const inBerlin = (moment: Date) =>
  moment.toLocaleString('de-DE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });

describe('a calendar program of another origin', () => {
  it.each([
    ['the last summer evening', '2026-10-24T18:00:00Z', '24.10.26, 20:00'],
    ['the first winter evening', '2026-10-25T19:00:00Z', '25.10.26, 20:00'],
    ['the hour that comes twice, first', '2026-10-25T00:30:00Z', '25.10.26, 02:30'],
    ['the hour that comes twice, again', '2026-10-25T01:30:00Z', '25.10.26, 02:30'],
    ['the last winter evening', '2027-03-27T19:00:00Z', '27.03.27, 20:00'],
    ['the first summer evening', '2027-03-28T18:00:00Z', '28.03.27, 20:00'],
    ['the minute before the hour that is not', '2027-03-28T00:59:00Z', '28.03.27, 01:59'],
  ])('shows %s at its hour in Berlin', (_claim, startsAt, shown) => {
    const [event] = eventsIn(calendarOf([anEvent(startsAt)]));
    expect(event?.start && inBerlin(event.start)).toBe(shown);
    expect(event?.start?.getTime()).toBe(Date.parse(startsAt));
  });

  it.each([
    ['over the end of summer', '2026-10-23T22:00:00Z', '2026-10-25T22:59:00Z', [24, 25]],
    ['over the end of winter', '2027-03-26T23:00:00Z', '2027-03-28T21:59:00Z', [27, 28]],
  ])('shows days %s as those days', (_claim, startsAt, endsAt, days) => {
    const text = calendarOf([anEvent(startsAt, endsAt, true)]);
    const [event] = eventsIn(text);
    expect(event?.datetype).toBe('date');
    const [first, last] = [event?.start?.getDate(), new Date((event?.end?.getTime() ?? 0) - 1).getDate()];
    expect([first, last]).toEqual(days);
  });

  it('finds any articles’ texts, places and ids as they are', () => {
    fc.assert(
      fc.property(anyArticles, (articles) => {
        const event = { startsAt: new Date('2026-10-20T14:00:00Z'), allDay: false, online: false };
        const events = articles.map((article) => ({ ...article, event: { ...event, place: article.teaser } }));
        const found = eventsIn(calendarOf(events));
        expect(found.map(({ uid }) => uid).sort()).toEqual(events.map(({ id }) => `${id}.ruhr@rundbrief`).sort());
        for (const { start } of found) expect(start).toEqual(event.startsAt);
      }),
      { numRuns: 60 },
    );
  });
});
