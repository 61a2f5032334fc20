import { execFileSync } from 'node:child_process';
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
    ['into week 53, which 2026 has', weekly('monday', '07:30'), '2026-12-21T07:00:00Z', '2026-12-28T06:30:00Z'],
    [
      'over the turn of the year, from week 53 to week 1',
      weekly('monday', '07:30'),
      '2026-12-28T07:00:00Z',
      '2027-01-04T06:30:00Z',
    ],
    [
      'in week 53 on its last day, in the next year',
      weekly('sunday', '07:30'),
      '2027-01-01T07:00:00Z',
      '2027-01-03T06:30:00Z',
    ],
    // 29 March 2026, 02:00 → 03:00
    [
      'at the same wall-clock time after the clocks went forward',
      daily('07:30'),
      '2026-03-28T12:00:00Z',
      '2026-03-29T05:30:00Z',
    ],
    ['an hour later in a night that has no such time', daily('02:30'), '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
    ['right at the jump, at the hour that follows it', daily('03:00'), '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['at the last minute before the jump', daily('01:59'), '2026-03-28T12:00:00Z', '2026-03-29T00:59:00Z'],
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
    ['at the end of the hour that comes twice, once', daily('03:00'), '2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z'],
    ['once only in that night', daily('02:30'), '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ['not again between the two', daily('02:30'), '2026-10-25T01:10:00Z', '2026-10-26T01:30:00Z'],
    // The ends of months
    ['on the last day of a shorter month', monthly(31, '09:00'), '2027-02-01T00:00:00Z', '2027-02-28T08:00:00Z'],
    ['on the 31st again afterwards', monthly(31, '09:00'), '2027-02-28T08:00:00Z', '2027-03-31T07:00:00Z'],
    ['on the 30th of a month of thirty', monthly(31, '09:00'), '2027-03-31T07:00:00Z', '2027-04-30T07:00:00Z'],
    ['on the 29th of a leap February', monthly(30, '09:00'), '2028-02-01T00:00:00Z', '2028-02-29T08:00:00Z'],
    ['on the 29th where a leap year has one', monthly(29, '09:00'), '2028-02-01T00:00:00Z', '2028-02-29T08:00:00Z'],
    ['on the 28th where it has none', monthly(29, '09:00'), '2027-02-01T00:00:00Z', '2027-02-28T08:00:00Z'],
    [
      'on 28 February 2100, which is no leap year',
      monthly(29, '09:00'),
      '2100-02-01T00:00:00Z',
      '2100-02-28T08:00:00Z',
    ],
    [
      'on the 31st at an hour that does not exist on that night',
      monthly(31, '02:30'),
      '2024-03-15T00:00:00Z',
      '2024-03-31T01:30:00Z',
    ],
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
    // Lord Howe, 4 October 2026: at 02:00 clocks show 02:30, so 02:20 runs at 02:50, after 02:40.
    ['2026-10-03T14:00:00Z', '2026-10-03T15:40:00Z'],
    ['2026-10-03T15:40:00Z', '2026-10-03T15:50:00Z'],
    ['2026-10-03T15:50:00Z', '2026-10-04T15:20:00Z'],
  ])('by cron in the order in which times come, where one was put off behind another (after %s)', (after, expected) => {
    const run = nextRun({ cadence: 'daily', cron: '20,40 2 * * *' }, 'Australia/Lord_Howe', new Date(after));
    expect(run).toEqual(new Date(expected));
  });

  it.each([
    ['five minutes later', undefined, '2026-06-01T05:30:00Z', '2026-06-01T05:35:00Z'],
    ['at the next full five minutes', undefined, '2026-06-01T05:31:10Z', '2026-06-01T05:35:00Z'],
    [
      'at the minute its hours begin, whichever that is',
      { from: '07:32', until: '07:34' },
      '2026-06-01T05:31:00Z',
      '2026-06-01T05:32:00Z',
    ],
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
});

const ZONES = [BERLIN, 'UTC', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const HOUR_MS = 3_600_000;

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const clockTime = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
const time = minutes.map(clockTime);
const zone = fc.constantFrom(...ZONES);
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2032-01-01'), noInvalidDate: true });
const schedule = fc.oneof(
  time.map(daily),
  fc
    .tuple(fc.constantFrom(...WEEKDAYS), time)
    .map(([weekday, at]) => ({ cadence: 'weekly', weekday, time: at }) as const),
  fc.tuple(fc.integer({ min: 1, max: 31 }), time).map(([day, at]) => monthly(day, at)),
  fc.tuple(time, time).map(
    ([one, other]) =>
      ({
        cadence: 'instant',
        between: { from: one < other ? one : other, until: one < other ? other : one },
      }) as const,
  ),
  fc
    .tuple(minutes, fc.constantFrom('*', '1-5', 'mon#1', '0,6'), fc.constantFrom('*', 'L', '1,15'))
    .map(([minute, weekday, day]) => {
      const [hour, rest] = [Math.floor(minute / 60), minute % 60];
      return { cadence: 'weekly', cron: `${rest} ${hour} ${weekday === '*' ? day : '*'} * ${weekday}` } as const;
    }),
);

/** What the clocks show at a moment, by Intl and not by what computed it. */
function shownAt(at: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { time: `${parts.hour}:${parts.minute}`, weekday: parts.weekday?.toLowerCase(), day: Number(parts.day) };
}

/** True when the clocks of a zone were moved in the hours before. */
function isAfterJump(at: Date, timeZone: string): boolean {
  const offset = (when: Date) => {
    const name = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(when);
    return name.find(({ type }) => type === 'timeZoneName')?.value;
  };
  return offset(at) !== offset(new Date(at.getTime() - 3 * HOUR_MS));
}

describe('any schedule in any zone', () => {
  it('goes on: each run is later than the one before, and than any moment it is asked at', () => {
    fc.assert(
      fc.property(schedule, zone, moment, (one, where, after) => {
        let last = after;
        for (let runs = 0; runs < 5; runs += 1) {
          const run = nextRun(one, where, last);
          expect(run.getTime()).toBeGreaterThan(last.getTime());
          last = run;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out no run: whenever it is asked before one, that one is next', () => {
    fc.assert(
      fc.property(schedule, zone, moment, fc.nat(), (one, where, after, chance) => {
        const first = nextRun(one, where, after);
        const between = new Date(after.getTime() + (chance % (first.getTime() - after.getTime())));
        expect(nextRun(one, where, between)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('shows its own time on the wall, but for the night that has no such time', () => {
    fc.assert(
      fc.property(schedule, zone, moment, (one, where, after) => {
        if (one.cadence === 'instant' || 'cron' in one) return;
        const run = nextRun(one, where, after);
        const shown = shownAt(run, where);
        if (!isAfterJump(run, where)) expect(shown.time).toBe(one.time);
        if (one.cadence === 'weekly' && !isAfterJump(run, where)) expect(shown.weekday).toBe(one.weekday);
        if (one.cadence === 'monthly') expect(shown.day).toBeLessThanOrEqual(one.dayOfMonth);
      }),
      { numRuns: 500 },
    );
  });

  it('comes as often as its cadence says', () => {
    const longest = { daily: 25, weekly: 7 * 24 + 1, monthly: 31 * 24 + 1 } as const;
    fc.assert(
      fc.property(schedule, fc.constantFrom(BERLIN, 'UTC', 'America/St_Johns'), moment, (one, where, after) => {
        if (one.cadence === 'instant' || 'cron' in one) return;
        const hours = (nextRun(one, where, after).getTime() - after.getTime()) / HOUR_MS;
        expect(hours).toBeLessThanOrEqual(longest[one.cadence]);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same by cron', () => {
    fc.assert(
      fc.property(minutes, zone, moment, (minute, where, after) => {
        const cron = `${minute % 60} ${Math.floor(minute / 60)} * * *`;
        const run = nextRun({ cadence: 'daily', cron }, where, after);
        expect(run).toEqual(nextRun(daily(clockTime(minute)), where, after));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the zone of the server', () => {
  const ASKED = `
    import { nextRun } from '${new URL('../../lambdas/publications/next-run.ts', import.meta.url)}';
    const schedules = [
      { cadence: 'daily', time: '02:30' },
      { cadence: 'weekly', weekday: 'sunday', time: '07:30' },
      { cadence: 'monthly', dayOfMonth: 31, time: '00:15' },
      { cadence: 'weekly', cron: '30 2 * * 0' },
      { cadence: 'instant', between: { from: '07:00', until: '21:00' } },
    ];
    const moments = ['2026-03-28T12:00:00Z', '2026-10-24T22:30:00Z', '2026-12-31T23:30:00Z', '2028-02-28T23:30:00Z'];
    for (const schedule of schedules)
      for (const moment of moments) console.log(nextRun(schedule, 'Europe/Berlin', new Date(moment)).toISOString());
  `;
  const runsIn = (TZ: string) =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', ASKED], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });

  it('makes no difference', () => {
    const inUtc = runsIn('UTC');
    expect(inUtc.trim().split('\n')).toHaveLength(20);
    expect(inUtc).toContain('2026-03-29T01:30:00.000Z');
    for (const elsewhere of ['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(runsIn(elsewhere)).toBe(inUtc);
    }
  });
});
