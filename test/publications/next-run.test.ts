import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRun } from '../../lambdas/publications/index.ts';

const BERLIN = 'Europe/Berlin';
const daily = (time: string) => ({ cadence: 'daily', time }) as const;
const weekly = (weekday: 'monday' | 'wednesday' | 'sunday', time: string) =>
  ({ cadence: 'weekly', weekday, time }) as const;
const monthly = (dayOfMonth: number, time: string) => ({ cadence: 'monthly', dayOfMonth, time }) as const;

describe('a digest goes out next', () => {
  it.each([
    // A plain week, and the boundary itself: the moment of a run leads to the next one.
    ['the same day when its time is still to come', daily('07:30'), '2026-06-01T05:29:59Z', '2026-06-01T05:30:00Z'],
    ['the next day at the very moment of a run', daily('07:30'), '2026-06-01T05:30:00Z', '2026-06-02T05:30:00Z'],
    ['on its weekday', weekly('wednesday', '18:00'), '2026-06-01T12:00:00Z', '2026-06-03T16:00:00Z'],
    [
      'a week later when its hour has passed',
      weekly('monday', '07:30'),
      '2026-06-01T06:00:00Z',
      '2026-06-08T05:30:00Z',
    ],
    ['by the date in Berlin, not in UTC', weekly('monday', '00:15'), '2026-05-31T22:10:00Z', '2026-05-31T22:15:00Z'],
    [
      'over the turn of the year, week 53 included',
      weekly('monday', '07:30'),
      '2026-12-28T07:00:00Z',
      '2027-01-04T06:30:00Z',
    ],
    // 29 March 2026, 02:00 → 03:00
    [
      'at the same wall-clock time after the clocks went forward',
      daily('07:30'),
      '2026-03-28T12:00:00Z',
      '2026-03-29T05:30:00Z',
    ],
    ['an hour later in a night that has no such time', daily('02:30'), '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
    ['at its own time again after that night', daily('02:30'), '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'],
    [
      'weekly, on the Sunday without that hour',
      weekly('sunday', '02:30'),
      '2026-03-23T00:00:00Z',
      '2026-03-29T01:30:00Z',
    ],
    // 25 October 2026, 03:00 → 02:00
    [
      'at the same wall-clock time after the clocks went back',
      daily('07:30'),
      '2026-10-24T12:00:00Z',
      '2026-10-25T06:30:00Z',
    ],
    ['the first time in a night that has it twice', daily('02:30'), '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
    ['once only in that night', daily('02:30'), '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ['not again between the two', daily('02:30'), '2026-10-25T01:10:00Z', '2026-10-26T01:30:00Z'],
    // The ends of months
    ['on the last day of a shorter month', monthly(31, '09:00'), '2027-02-01T00:00:00Z', '2027-02-28T08:00:00Z'],
    ['on the 31st again afterwards', monthly(31, '09:00'), '2027-02-28T08:00:00Z', '2027-03-31T07:00:00Z'],
    ['on the 30th of a month of thirty', monthly(31, '09:00'), '2027-03-31T07:00:00Z', '2027-04-30T07:00:00Z'],
    ['on the 29th of a leap February', monthly(30, '09:00'), '2028-02-01T00:00:00Z', '2028-02-29T08:00:00Z'],
    [
      'next month when this month’s day has passed',
      monthly(5, '09:00'),
      '2026-06-10T00:00:00Z',
      '2026-07-05T07:00:00Z',
    ],
    ['in January after December', monthly(1, '00:00'), '2026-12-15T00:00:00Z', '2026-12-31T23:00:00Z'],
  ])('%s', (_claim, schedule, after, expected) => {
    expect(nextRun(schedule, BERLIN, new Date(after)).toISOString()).toBe(new Date(expected).toISOString());
  });

  it.each([
    ['on workdays only', '30 7 * * 1-5', '2026-06-05T06:00:00Z', '2026-06-08T05:30:00Z'],
    ['on the first Monday of a month', '0 9 * * mon#1', '2026-06-02T00:00:00Z', '2026-07-06T07:00:00Z'],
    ['on the last day of a month, of a leap year too', '0 9 L * *', '2028-02-01T00:00:00Z', '2028-02-29T08:00:00Z'],
    ['on 29 February, years later', '0 9 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T08:00:00Z'],
    ['later in the night that has no such time', '30 2 * * *', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
    ['still in that night when asked after the jump', '30 2 * * *', '2026-03-29T01:10:00Z', '2026-03-29T01:30:00Z'],
    ['once in that night', '30 2,3 * * *', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'],
    ['the first time in the night that has it twice', '30 2 * * *', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
    ['not again between the two', '30 2 * * *', '2026-10-25T01:10:00Z', '2026-10-26T01:30:00Z'],
  ])('by cron %s', (_claim, cron, after, expected) => {
    expect(nextRun({ cadence: 'weekly', cron }, BERLIN, new Date(after))).toEqual(new Date(expected));
  });

  it.each([
    ['five minutes later', undefined, '2026-06-01T05:30:00Z', '2026-06-01T05:35:00Z'],
    ['at the next full five minutes', undefined, '2026-06-01T05:31:10Z', '2026-06-01T05:35:00Z'],
    ['not before its hours', { from: '07:00', until: '21:00' }, '2026-06-01T02:00:00Z', '2026-06-01T05:00:00Z'],
    [
      'the next morning after its hours',
      { from: '07:00', until: '21:00' },
      '2026-06-01T19:00:00Z',
      '2026-06-02T05:00:00Z',
    ],
  ])('when it is instant, %s', (_claim, between, after, expected) => {
    expect(nextRun({ cadence: 'instant', between }, BERLIN, new Date(after))).toEqual(new Date(expected));
  });

  it('in zones far from Berlin', () => {
    // Lord Howe changes by half an hour: at 02:00 on 4 October 2026 clocks show 02:30.
    expect(nextRun(daily('02:15'), 'Australia/Lord_Howe', new Date('2026-10-03T12:00:00Z'))).toEqual(
      new Date('2026-10-03T15:45:00Z'),
    );
    expect(nextRun(daily('00:00'), 'Pacific/Kiritimati', new Date('2026-01-01T09:59:00Z'))).toEqual(
      new Date('2026-01-01T10:00:00Z'),
    );
  });

  it('always later than asked, at its wall-clock time, and never with a run left out', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: BERLIN, hour: '2-digit', minute: '2-digit' });
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, moment, (wallClock, after) => {
        const run = nextRun(daily(wallClock), BERLIN, after);
        const hours = (run.getTime() - after.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(25);
        const [hour, minute] = wallClock.split(':').map(Number);
        expect(nextRun({ cadence: 'daily', cron: `${minute} ${hour} * * *` }, BERLIN, after)).toEqual(run);
        if (!/^02/.test(wallClock)) expect(clock.format(run)).toBe(wallClock);
      }),
      { numRuns: 300 },
    );
  });
});
