import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrived,
  type BounceStreak,
  cameBack,
  isHopeless,
  NO_STREAK,
  type SentMail,
  settled,
} from '../../../lambdas/audience/feedback/bounce-streak.ts';
import { hoursAfter } from '../samples.ts';

/** A mail sent so many days after Monday. */
const sent = (day: number, id = `mail-${day}`): SentMail => ({ id, sentAt: hoursAfter(day * 24) });

/** `-3`: the mail of day 3 came back. `+3`: it arrived. */
const streakOf = (events: string[], start = NO_STREAK): BounceStreak =>
  events.reduce((streak, event) => {
    const mail = sent(Number(event.slice(1)));
    return event.startsWith('-') ? cameBack(streak, mail) : arrived(streak, mail);
  }, start);

describe('mails that come back for the time being', () => {
  it.each([
    { what: 'five over two weeks', events: ['-0', '-3', '-7', '-10', '-14'], hopeless: true },
    { what: 'five, and a little less than two weeks', events: ['-0', '-3', '-7', '-10', '-13.999'], hopeless: false },
    { what: 'four over a month', events: ['-0', '-10', '-20', '-30'], hopeless: false },
    { what: 'one five times', events: ['-14', '-14', '-14', '-14', '-14', '-0'], hopeless: false },
    { what: 'daily ones for two weeks', events: Array.from({ length: 15 }, (_, day) => `-${day}`), hopeless: true },
    {
      what: 'daily ones for thirteen days',
      events: Array.from({ length: 14 }, (_, day) => `-${day}`),
      hopeless: false,
    },
    { what: 'monthly ones', events: ['-0', '-30', '-61', '-91', '-122'], hopeless: true },
    {
      what: 'six, of which the second arrived',
      events: ['-0', '-3', '+3', '-7', '-10', '-14', '-17'],
      hopeless: false,
    },
    { what: 'five after one that arrived', events: ['+0', '-1', '-4', '-8', '-12', '-15'], hopeless: true },
    { what: 'five and then one that arrived', events: ['-0', '-3', '-7', '-10', '-14', '+15'], hopeless: false },
    {
      what: 'an automatic answer to each of many that arrived',
      events: Array.from({ length: 40 }, (_, day) => [`+${day}`, `-${day}`]).flat(),
      hopeless: false,
    },
  ])('$what: hopeless $hopeless', ({ events, hopeless }) => {
    expect(isHopeless(streakOf(events))).toBe(hopeless);
  });

  const day = fc.integer({ min: 0, max: 19 });
  const history = fc.array(
    fc.tuple(fc.constantFrom('-', '+'), day).map(([kind, at]) => `${kind}${at}`),
    {
      maxLength: 40,
    },
  );
  const shuffled = history.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events, ...events], {
        minLength: events.length * 3,
        maxLength: events.length * 3,
      }),
    ),
  );

  it('count the same in any order and however often they are told', () => {
    fc.assert(
      fc.property(shuffled, ([events, toldAnyhow]) => {
        expect(streakOf(toldAnyhow)).toEqual(streakOf(events));
      }),
    );
  });

  it('decide as the plain rule does', () => {
    const isHopelessByTheRule = (events: string[]) => {
      const daysOf = (kind: string) => events.filter((one) => one[0] === kind).map((one) => Number(one.slice(1)));
      const lastArrived = Math.max(-1, ...daysOf('+'));
      const inARow = [...new Set(daysOf('-'))].filter((at) => at > lastArrived);
      return inARow.length >= 5 && Math.max(...inARow) - Math.min(...inARow) >= 14;
    };
    fc.assert(
      fc.property(history, (events) => {
        expect(isHopeless(streakOf(events))).toBe(isHopelessByTheRule(events));
      }),
      { numRuns: 500 },
    );
  });

  it('mean nothing once the consequence is drawn, also when they are told again', () => {
    fc.assert(
      fc.property(history, (events) => {
        const done = settled(streakOf(events));
        expect(done.mails).toEqual([]);
        expect(streakOf(events, done)).toEqual(done);
      }),
    );
  });

  it('take no more room than a few, and decide the same', () => {
    const hourly = Array.from({ length: 1_000 }, (_, hour) => `-${hour / 24}`);
    const streak = streakOf(hourly);
    expect(streak.mails.length).toBeLessThanOrEqual(20);
    expect(isHopeless(streak)).toBe(true);
    expect(isHopeless(streakOf(hourly.slice(0, 14 * 24)))).toBe(false);
    expect(isHopeless(streakOf(hourly.slice(0, 14 * 24 + 1)))).toBe(true);
  });
});
