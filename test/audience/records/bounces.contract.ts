import { beforeEach, describe, expect, it } from 'vitest';
import type { Bounces } from '../../../lambdas/audience/records/bounces.ts';
import { ADA, hoursAfter, MONDAY } from '../samples.ts';

const { subscriberId } = ADA;
const FORGET = hoursAfter(400 * 24);
const streak = { mails: [{ id: 'm-1', sentAt: MONDAY }] };

/** What a store of bounces promises. */
export function bouncesContract(name: string, make: () => Promise<Bounces>): void {
  let bounces: Bounces;
  beforeEach(async () => {
    bounces = await make();
  });

  describe(`bounces ${name}`, () => {
    it('are none to begin with, and come back as they were given', async () => {
      const none = await bounces.find(subscriberId);
      expect(none).toEqual({ mails: [], version: 0 });
      expect(await bounces.replace(subscriberId, none, streak, FORGET)).toBe(true);
      const one = await bounces.find(subscriberId);
      expect(one).toEqual({ ...streak, version: 1 });
      const two = {
        mails: [
          { id: 'a', sentAt: hoursAfter(2) },
          { id: 'b', sentAt: hoursAfter(2) },
          { id: '0', sentAt: hoursAfter(3) },
        ],
        countsAfter: hoursAfter(1),
      };
      expect(await bounces.replace(subscriberId, one, two, FORGET)).toBe(true);
      expect(await bounces.find(subscriberId)).toEqual({ ...two, version: 2 });
    });

    it('are not overwritten by who read them before somebody else wrote', async () => {
      const none = await bounces.find(subscriberId);
      const writes = [1, 2, 3].map((id) =>
        bounces.replace(subscriberId, none, { mails: [{ id: `m-${id}`, sentAt: MONDAY }] }, FORGET),
      );
      expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
      const one = await bounces.find(subscriberId);
      expect(await bounces.replace(subscriberId, one, streak, FORGET)).toBe(true);
      expect(await bounces.replace(subscriberId, one, { mails: [] }, FORGET)).toBe(false);
      expect(await bounces.find(subscriberId)).toEqual({ ...streak, version: 2 });
    });

    it('are each person’s own', async () => {
      await bounces.replace(subscriberId, await bounces.find(subscriberId), streak, FORGET);
      expect(await bounces.find('somebody-else-entirely')).toEqual({ mails: [], version: 0 });
    });
  });
}
