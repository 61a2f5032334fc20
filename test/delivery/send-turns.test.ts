import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LaneShare, laneShare, lanesFor, lanesInUse } from '../../lambdas/delivery/lane-share.ts';
import { rateOf } from '../../lambdas/delivery/send-quota.ts';
import { type Turns, turnsIn } from '../../lambdas/delivery/send-turns.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** How one message fares: milliseconds until it is on its way, until it arrives, and until its answer is here. */
interface Fate {
  held: number;
  there: number;
  back: number;
}

/** Sends windows of ten as `sendWindow` does. @returns when its answers still counted at the end */
async function sender(turns: Turns, fates: Fate[], clock: VirtualClock, arrivals: number[]): Promise<void> {
  for (let from = 0; from < fates.length; from += 10) {
    const underWay: Promise<void>[] = [];
    for (const { held, there, back } of fates.slice(from, from + 10)) {
      const turn = await turns.next();
      const flight = async () => {
        await clock.sleep(held + there);
        arrivals.push(clock.exactly());
        await clock.sleep(back);
        turn.answered();
      };
      underWay.push(flight());
    }
    await Promise.all(underWay);
  }
}

/** The most that arrived within any one second, wherever it begins. */
function mostInASecond(arrivals: number[], lengthMs = 1_000): number {
  const inOrder = arrivals.toSorted((one, other) => one - other);
  let first = 0;
  return inOrder.reduce((most, at, index) => {
    while ((inOrder[first] as number) <= at - lengthMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

const fate: fc.Arbitrary<Fate> = fc.record({
  // Rarely a machine that stands still, a connection that must be made first, an answer that takes its time.
  held: fc.oneof({ weight: 9, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.nat(900) }),
  there: fc.oneof({ weight: 9, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(3_000) }),
  back: fc.oneof({ weight: 9, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(3_000) }),
});

/** Every lane of a pace with one sender after another in it. */
async function sendAll(quota: number, lanes: Fate[][][]) {
  const rate = rateOf({ perSecond: quota }, 1_000);
  const inUse = lanesInUse(rate, Math.min(lanes.length, lanesFor(rate.aim)));
  const share = laneShare(rate, inUse);
  const clock = virtualClock();
  const arrivals: number[] = [];
  const inLane = async (senders: Fate[][]) => {
    let answeredAt: number[] = [];
    for (const fates of senders) {
      const turns = turnsIn(share, answeredAt, clock);
      await sender(turns, fates, clock, arrivals);
      answeredAt = turns.leaving().answeredAt;
    }
  };
  await clock.run(Promise.all(lanes.slice(0, inUse).map(inLane)));
  return { arrivals, cap: rate.cap };
}

describe('the turns of all lanes together', () => {
  it('never let SES see more than nine tenths of the quota in any second, whatever is late and whoever comes next', async () => {
    const lanes = fc.array(fc.array(fc.array(fate, { minLength: 1, maxLength: 35 }), { minLength: 1, maxLength: 3 }), {
      minLength: 2,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2, 3, 14, 50, 100), lanes, async (quota, given) => {
        const { arrivals, cap } = await sendAll(quota, given);
        expect(arrivals.length).toBeGreaterThan(0);
        expect(mostInASecond(arrivals)).toBeLessThanOrEqual(Math.max(1, Math.floor(cap)));
      }),
      { numRuns: 300 },
    );
  });

  it('reach what they aim at while nothing is late', async () => {
    const prompt = Array.from({ length: 200 }, () => ({ held: 0, there: 20, back: 20 }));
    const { arrivals } = await sendAll(50, [[prompt], [prompt]]);
    const seconds = (Math.max(...arrivals) - Math.min(...arrivals)) / 1_000;
    // Eight tenths of fifty, but for the moments in which a window waits for its last answer.
    expect(arrivals.length / seconds).toBeGreaterThan(38);
    expect(arrivals.length / seconds).toBeLessThanOrEqual(40.5);
  });

  it('of a quota below one a second keep messages that far apart', async () => {
    const slow: LaneShare = laneShare(rateOf({ perSecond: 0.5 }, 1_000), 1);
    const clock = virtualClock();
    const arrivals: number[] = [];
    const fates = Array.from({ length: 20 }, (_, n) => ({ held: n % 3 === 0 ? 1_500 : 0, there: 10, back: 10 }));
    await clock.run(sender(turnsIn(slow, [], clock), fates, clock, arrivals));
    expect(mostInASecond(arrivals, 2_000)).toBe(1);
  });

  it('count what is not sent after all for nothing', async () => {
    const clock = virtualClock();
    const turns = turnsIn({ intervalMs: 1, most: 1, windowMs: 1_000 }, [], clock);
    const begun = clock.exactly();
    await clock.run(
      (async () => {
        for (let times = 0; times < 10; times += 1) (await turns.next()).unused();
      })(),
    );
    expect(clock.exactly() - begun).toBeLessThan(50);
  });
});
