import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueOnClocks, minutesToWait } from '../../lambdas/delivery/readers-clock.ts';

const BERLIN = 'Europe/Berlin';
const at = (iso: string) => new Date(iso);
const HOUR = 60;

describe('what clocks showed when an edition was due', () => {
  it.each([
    { when: 'at the very minute', start: '2026-03-02T06:30:00Z', due: '2026-03-02T07:30' },
    { when: 'a little late, as always', start: '2026-03-02T06:30:40Z', due: '2026-03-02T07:30' },
    { when: 'approved in the afternoon', start: '2026-03-02T15:00:00Z', due: '2026-03-02T07:30' },
    { when: 'sent earlier in the day by an editor', start: '2026-03-02T04:00:00Z', due: '2026-03-01T07:30' },
    { when: 'in summer', start: '2026-07-01T05:30:00Z', due: '2026-07-01T07:30' },
  ])('$when', ({ start, due }) => {
    expect(dueOnClocks('07:30', BERLIN, at(start))).toBe(due);
  });

  it('is the day before when midnight passed in between', () => {
    expect(dueOnClocks('23:59', BERLIN, at('2026-03-02T23:00:30Z'))).toBe('2026-03-02T23:59');
  });

  it('is the time of the schedule also where clocks jumped over it, or showed it twice', () => {
    expect(dueOnClocks('02:30', BERLIN, at('2026-03-29T01:30:20Z'))).toBe('2026-03-29T02:30');
    expect(dueOnClocks('02:30', BERLIN, at('2026-10-25T00:30:20Z'))).toBe('2026-10-25T02:30');
  });
});

describe('how long readers wait', () => {
  const onTime = { startedAt: at('2026-03-02T06:30:00Z'), readersTime: '2026-03-02T07:30' };

  it.each([
    { zone: undefined, hours: 0, because: 'they chose none' },
    { zone: BERLIN, hours: 0, because: 'it is that of the publication' },
    { zone: 'Europe/Paris', hours: 0, because: 'clocks agree' },
    { zone: 'Asia/Tokyo', hours: 0, because: 'it is past there' },
    { zone: 'Pacific/Kiritimati', hours: 0, because: 'it is long past there' },
    { zone: 'Europe/Lisbon', hours: 1, because: 'it is an hour behind' },
    { zone: 'America/New_York', hours: 6, because: 'it is six hours behind' },
    { zone: 'America/St_Johns', hours: 4.5, because: 'it is half an hour off' },
    { zone: 'Pacific/Honolulu', hours: 11, because: 'it is far behind' },
    { zone: 'Mars/Olympus', hours: 0, because: 'nobody knows it' },
  ])('$hours hours in $zone: $because', ({ zone, hours }) => {
    expect(minutesToWait(onTime)(zone)).toBe(hours * HOUR);
  });

  it('never gets there before the hour, and at most a minute after it', () => {
    const late = { startedAt: at('2026-03-02T06:30:40.500Z'), readersTime: '2026-03-02T07:30' };
    expect(minutesToWait(late)('Europe/Lisbon')).toBe(60);
  });

  it('not at all for an edition that is not for their clocks', () => {
    expect(minutesToWait({ startedAt: onTime.startedAt })('America/New_York')).toBe(0);
  });

  it('not until tomorrow when the edition went out late: who has missed the hour gets it at once', () => {
    const afternoon = minutesToWait({ startedAt: at('2026-03-02T14:00:00Z'), readersTime: '2026-03-02T07:30' });
    expect(afternoon('Europe/Lisbon')).toBe(0);
    expect(afternoon('America/New_York')).toBe(0);
    expect(afternoon('America/Los_Angeles')).toBe(90);
  });

  it.each([
    {
      what: 'America has changed its clocks and Europe not',
      day: '2026-03-16',
      start: '06:30',
      zone: 'America/New_York',
      hours: 5,
    },
    { what: 'both have', day: '2026-04-06', start: '05:30', zone: 'America/New_York', hours: 6 },
    {
      what: 'the clocks there go forward while they wait',
      day: '2026-03-08',
      start: '06:30',
      zone: 'America/New_York',
      hours: 5,
    },
    {
      what: 'the clocks there go back while they wait',
      day: '2026-11-01',
      start: '06:30',
      zone: 'America/Los_Angeles',
      hours: 9,
    },
    { what: 'Berlin has gone forward that night', day: '2026-03-29', start: '05:30', zone: 'Africa/Abidjan', hours: 2 },
    { what: 'Berlin has gone back that night', day: '2026-10-25', start: '06:30', zone: 'Africa/Abidjan', hours: 1 },
  ])('$hours hours when $what', ({ day, start, zone, hours }) => {
    const waits = minutesToWait({ startedAt: at(`${day}T${start}:00Z`), readersTime: `${day}T07:30` });
    expect(waits(zone)).toBe(hours * HOUR);
  });

  it('for an hour the clocks there jump over, as much longer as they jump; for one shown twice, till the first', () => {
    const spring = minutesToWait({ startedAt: at('2026-03-08T01:30:00Z'), readersTime: '2026-03-08T02:30' });
    expect(spring('America/New_York')).toBe(6 * HOUR);
    const autumn = minutesToWait({ startedAt: at('2026-11-01T01:30:00Z'), readersTime: '2026-11-01T02:30' });
    expect(autumn('America/New_York')).toBe(6 * HOUR);
    expect(
      minutesToWait({ startedAt: at('2026-11-01T00:30:00Z'), readersTime: '2026-11-01T01:30' })('America/New_York'),
    ).toBe(5 * HOUR);
  });

  it('a day at most, from the first zone on earth to the last', () => {
    const first = { startedAt: at('2026-03-01T17:30:00Z'), readersTime: '2026-03-02T07:30' };
    expect(minutesToWait(first)('Pacific/Pago_Pago')).toBe(24 * HOUR);
  });

  it('whatever the zones and the moment: until their clock shows the time, or not at all', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const minute = fc.integer({ min: Date.parse('2024-01-01') / 60_000, max: Date.parse('2030-01-01') / 60_000 });
    const wallClock = (time: Date, timeZone: string) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        .format(time)
        .replace(' ', 'T');
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.constantFrom(...zones), minute, (home, zone, startMinute) => {
        const startedAt = new Date(startMinute * 60_000);
        const readersTime = dueOnClocks('07:30', home, startedAt);
        const minutes = minutesToWait({ startedAt, readersTime })(zone);
        expect(minutes).toBeGreaterThanOrEqual(0);
        expect(minutes).toBeLessThanOrEqual(24 * HOUR);
        const shown = wallClock(new Date(startedAt.getTime() + minutes * 60_000), zone);
        if (minutes === 0) expect(shown >= readersTime).toBe(true);
        else if (minutes < 24 * HOUR) expect(shown).toBe(readersTime);
      }),
      { numRuns: 2_000 },
    );
  });
});
