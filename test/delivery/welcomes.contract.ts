import { describe, expect, it } from 'vitest';
import type { Welcomes } from '../../lambdas/delivery/welcomes.ts';
import { later, START, subscriberId } from './samples.ts';

/** What a store of welcomes promises. */
export function welcomesContract(name: string, make: () => Promise<Welcomes>): void {
  const ada = { subscriberId: subscriberId(1), publicationId: 'ruhr' };

  describe(`welcomes ${name}`, () => {
    it('are given once, also when several ask at the same moment', async () => {
      const welcomes = await make();
      const claims = await Promise.all([1, 2, 3].map(() => welcomes.claim(ada, START)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await welcomes.claim(ada, later(3_600))).toBe(false);
    });

    it('are each publication’s and each person’s own', async () => {
      const welcomes = await make();
      expect(await welcomes.claim(ada, START)).toBe(true);
      expect(await welcomes.claim({ ...ada, publicationId: 'courier' }, START)).toBe(true);
      expect(await welcomes.claim({ ...ada, subscriberId: subscriberId(2) }, START)).toBe(true);
    });

    it('may be given again when they are given back', async () => {
      const welcomes = await make();
      await welcomes.claim(ada, START);
      await welcomes.giveBack(ada);
      await welcomes.giveBack(ada);
      expect(await welcomes.claim(ada, START)).toBe(true);
    });
  });
}
