import { describe, expect, it } from 'vitest';
import type { Telling, Tellings } from '../../lambdas/digest/tellings.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

/** What a store of tellings promises. */
export function tellingsContract(name: string, make: () => Promise<Tellings>): void {
  const telling: Telling = { publicationId: 'ruhr', about: 'draft#ruhr-12', address: 'ada@desk.example' };

  describe(`tellings ${name}`, () => {
    it('are given once, also when several ask at the same moment and spell the address differently', async () => {
      const tellings = await make();
      const claims = await Promise.all([1, 2, 3].map(() => tellings.claim(telling, NOW)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await tellings.claim({ ...telling, address: 'ADA@desk.example' }, NOW)).toBe(false);
    });

    it('are each publication’s, each thing’s and each person’s own', async () => {
      const tellings = await make();
      const others = [{}, { publicationId: 'courier' }, { about: 'held#ruhr-12' }, { address: 'ben@desk.example' }];
      for (const other of others) expect(await tellings.claim({ ...telling, ...other }, NOW)).toBe(true);
    });

    it('may be given again when they are given back', async () => {
      const tellings = await make();
      await tellings.claim(telling, NOW);
      await tellings.giveBack(telling);
      await tellings.giveBack(telling);
      expect(await tellings.claim(telling, NOW)).toBe(true);
    });
  });
}
