import { beforeEach, describe, expect, it } from 'vitest';
import type { Lane, NoLane, Pace } from '../../lambdas/delivery/pace.ts';
import type { Quotas } from '../../lambdas/delivery/quotas.ts';
import { later, START } from './samples.ts';

const MUCH = { perSecond: 1_000, sentLastDay: 0, sentBefore: 0 };

const NOTHING = { answeredAt: [], sent: 0 };

/** @param make - a pace of at most 10 sends a second, which is two lanes of five, and where its quota is kept */
export function paceContract(where: string, make: () => Promise<{ pace: Pace; quotas: Quotas }>) {
  describe(`pace ${where}`, () => {
    let pace: Pace;
    let quotas: Quotas;
    const take = (holder: string, now = START) =>
      pace.take({ holder, campaignId: 'ruhr-12', until: later(60, now), now });
    beforeEach(async () => {
      ({ pace, quotas } = await make());
      await quotas.keep(MUCH, START);
    });

    it('shares the rate among lanes, and has no lane for one sender too many', async () => {
      const [one, two] = [laneOf(await take('one')), laneOf(await take('two'))];
      expect(new Set([one.number, two.number]).size).toBe(2);
      expect([one, two]).toMatchObject(Array(2).fill({ intervalMs: 200, most: 5, windowMs: 1_000 }));
      expect(await take('three')).toBe('taken');
      await pace.release(one, NOTHING, later(1));
      expect(await take('three', later(1))).toMatchObject({ number: one.number });
    });

    it('frees the lane of a sender that died', async () => {
      await take('one');
      await take('two');
      expect(await take('three', later(59))).toBe('taken');
      expect(await take('three', later(60))).toMatchObject({ holder: 'three' });
    });

    it('leaves a lane alone that has another holder by now', async () => {
      const lost = laneOf(await take('one'));
      await take('two');
      await take('three', later(60));
      await take('four', later(60));
      await pace.release(lost, NOTHING, later(61));
      expect(await take('five', later(61))).toBe('taken');
    });

    it('tells the next holder when the latest messages of the last one were answered', async () => {
      const lane = laneOf(await take('one'));
      await take('two');
      expect(lane.answeredAt).toEqual([]);
      const answeredAt = [9_100, 9_800].map((ms) => START.getTime() + ms);
      await pace.release(lane, { answeredAt, sent: 2 }, later(10));
      expect(laneOf(await take('three', later(10))).answeredAt).toEqual(answeredAt);
    });

    it('goes at half its pace after throttling, also for the next sender, and regains it slowly', async () => {
      const lanes = [laneOf(await take('one')), laneOf(await take('two'))];
      const [slowed] = await Promise.all(lanes.map((lane) => pace.slow(lane, START)));
      expect(slowed).toMatchObject({ intervalMs: 400, most: 2 });
      for (const lane of lanes) await pace.release(lane, NOTHING, START);
      expect(laneOf(await take('three')).intervalMs).toBe(400);
      expect(laneOf(await take('four', later(60))).intervalMs).toBeCloseTo(200 / 0.6);
    });

    it('is back at its full pace after five minutes', async () => {
      const lanes = [laneOf(await take('one')), laneOf(await take('two'))];
      for (const lane of lanes) await pace.slow(lane, START);
      expect(laneOf(await take('three', later(300))).intervalMs).toBeCloseTo(200);
    });

    it('does not come to a stop, however often it is slowed', async () => {
      let lane = laneOf(await take('one'));
      for (let times = 0; times < 20; times += 1) lane = await pace.slow(lane, START);
      expect(lane.intervalMs).toBe(200 * 32);
      expect(lane).toMatchObject({ most: 1, windowMs: 6_400 });
    });

    it('goes by what SES told last, in fewer lanes where the quota is low', async () => {
      await quotas.keep({ ...MUCH, perSecond: 5 }, later(1));
      expect(await take('one', later(1))).toMatchObject({ intervalMs: 500, most: 2 });
      expect(await take('two', later(1))).toMatchObject({ intervalMs: 500, most: 2 });
      await quotas.keep({ ...MUCH, perSecond: 1 }, later(100));
      expect(await take('three', later(100))).toMatchObject({
        intervalMs: 1_250,
        most: 1,
        windowMs: expect.closeTo(1_111, 0),
      });
      expect(await take('four', later(100))).toBe('taken');
    });

    it('stops when all but a tenth of the day is used up, what was sent since counted in, and never without a limit', async () => {
      await pace.release(laneOf(await take('zero')), { answeredAt: [], sent: 5_000 }, START);
      await quotas.keep({ ...MUCH, perDay: 1_000, sentLastDay: 800, sentBefore: 5_000 }, START);
      const one = laneOf(await take('one'));
      expect([await pace.whyNotToday(99, later(1)), await pace.whyNotToday(100, later(1))]).toEqual([undefined, 'day']);
      await pace.release(one, { answeredAt: [], sent: 100 }, later(1));
      expect(await pace.whyNotToday(0, later(1))).toBe('day');
      expect(await take('two', later(1))).toBe('day');
      await quotas.keep({ ...MUCH, sentLastDay: 5_000_000 }, later(2));
      expect(await take('two', later(2))).toMatchObject({ holder: 'two' });
    });

    it('knows which day has begun, and what was sent before it', async () => {
      expect(await quotas.day()).toBeUndefined();
      await quotas.beginDay({ day: '2026-11-02', sentBefore: 7 });
      await quotas.beginDay({ day: '2026-11-03', sentBefore: 70 });
      expect(await quotas.day()).toEqual({ day: '2026-11-03', sentBefore: 70 });
      expect(await quotas.known()).toMatchObject(MUCH);
    });

    it('trusts no figure of yesterday: then SES says by itself when the day is used up', async () => {
      await quotas.keep({ ...MUCH, perDay: 1_000, sentLastDay: 1_000 }, START);
      expect(await pace.whyNotToday(0, later(86_400))).toBe('day');
      expect(await pace.whyNotToday(0, later(86_401))).toBeUndefined();
    });

    it('knows nothing of a quota that nobody has told, and goes as slowly as any account may', async () => {
      ({ pace, quotas } = await make());
      expect(await quotas.known()).toBeUndefined();
      expect(await take('one')).toMatchObject({ intervalMs: 1_250, most: 1 });
    });

    it('lets one ask for the quota, and others only ten seconds later', async () => {
      expect([await quotas.mayAsk(START), await quotas.mayAsk(later(9))]).toEqual([true, false]);
      expect([await quotas.mayAsk(later(10)), await quotas.mayAsk(later(11))]).toEqual([true, false]);
      expect(await quotas.known()).toMatchObject({ ...MUCH, readAt: START });
    });
  });
}

function laneOf(lane: Lane | NoLane | undefined): Lane {
  if (typeof lane !== 'object') throw new Error(`There is no lane: ${lane}`);
  return lane;
}
