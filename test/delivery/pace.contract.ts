import { beforeEach, describe, expect, it } from 'vitest';
import type { Lane, Pace } from '../../lambdas/delivery/pace.ts';
import { later, START } from './samples.ts';

/** @param make - a pace of 10 sends a second, which is two lanes of five */
export function paceContract(where: string, make: () => Promise<Pace>) {
  describe(`pace ${where}`, () => {
    let pace: Pace;
    const take = (holder: string, now = START) => pace.take({ holder, until: later(60, now), now });
    beforeEach(async () => {
      pace = await make();
    });

    it('shares the rate among lanes, and has no lane for one sender too many', async () => {
      const lanes = [await take('one'), await take('two')] as [Lane, Lane];
      expect(new Set(lanes.map(({ number }) => number)).size).toBe(2);
      expect(lanes.map(({ intervalMs }) => intervalMs)).toEqual([200, 200]);
      expect(await take('three')).toBeUndefined();
      await pace.release(lanes[0], later(1));
      expect(await take('three', later(1))).toMatchObject({ number: lanes[0].number });
    });

    it('frees the lane of a sender that died', async () => {
      await take('one');
      await take('two');
      expect(await take('three', later(59))).toBeUndefined();
      expect(await take('three', later(60))).toBeDefined();
    });

    it('leaves a lane alone that has another holder by now', async () => {
      const lost = (await take('one')) as Lane;
      await take('two');
      await take('three', later(60));
      await take('four', later(60));
      await pace.release(lost, later(61));
      expect(await take('five', later(61))).toBeUndefined();
    });

    it('goes at half its pace after throttling, also for the next sender, and regains it slowly', async () => {
      const lanes = [(await take('one')) as Lane, (await take('two')) as Lane];
      const [slowed] = await Promise.all(lanes.map((lane) => pace.slow(lane, START)));
      expect(slowed?.intervalMs).toBe(400);
      for (const lane of lanes) await pace.release(lane, START);
      expect((await take('three'))?.intervalMs).toBe(400);
      expect((await take('four', later(60)))?.intervalMs).toBeCloseTo(200 / 0.6);
    });

    it('is back at its full pace after five minutes', async () => {
      const lanes = [(await take('one')) as Lane, (await take('two')) as Lane];
      for (const lane of lanes) await pace.slow(lane, START);
      expect((await take('three', later(300)))?.intervalMs).toBeCloseTo(200);
    });

    it('does not come to a stop, however often it is slowed', async () => {
      let lane = (await take('one')) as Lane;
      for (let times = 0; times < 20; times += 1) lane = await pace.slow(lane, START);
      expect(lane.intervalMs).toBe(200 * 32);
    });
  });
}
