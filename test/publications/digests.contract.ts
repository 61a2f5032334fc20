import { beforeEach, describe, expect, it } from 'vitest';
import type { Digests } from '../../lambdas/publications/index.ts';
import { aDigest } from './samples.ts';

export function digestsContract(name: string, make: () => Digests | Promise<Digests>): void {
  describe(`digests ${name}`, () => {
    let digests: Digests;
    beforeEach(async () => {
      digests = await make();
    });

    it('come back as they were saved, only to their publication', async () => {
      await digests.save(aDigest());
      expect(await digests.find('night-desk', 'weekly')).toEqual(aDigest());
      expect(await digests.find('other', 'weekly')).toBeUndefined();
      expect(await digests.list('night-desk')).toEqual([aDigest()]);
      expect(await digests.list('other')).toEqual([]);
    });

    it.each([
      { when: 'a millisecond before', until: '2026-03-02T06:29:59.999Z', ids: [] },
      { when: 'at the very moment', until: '2026-03-02T06:30:00.000Z', ids: ['weekly'] },
      { when: 'a week later', until: '2026-03-09T06:30:00.000Z', ids: ['weekly'] },
    ])('are due $when: $ids', async ({ until, ids }) => {
      await digests.save(aDigest());
      expect((await digests.due(new Date(until))).map(({ id }) => id)).toEqual(ids);
    });

    it('are due in the order they have waited', async () => {
      const days = ['05', '03', '04', '01', '02'];
      for (const day of days) {
        await digests.save(aDigest({ id: `d${day}`, nextRunAt: new Date(`2026-03-${day}T00:00:00Z`) }));
      }
      const due = await digests.due(new Date('2026-03-04T12:00:00Z'));
      expect(due.map(({ id }) => id)).toEqual(['d01', 'd02', 'd03', 'd04']);
    });

    it('are not due again once advanced', async () => {
      await digests.save(aDigest());
      await digests.advance(aDigest(), new Date('2026-03-09T06:30:00Z'));
      expect(await digests.due(new Date('2026-03-09T06:29:00Z'))).toEqual([]);
      expect((await digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-03-09T06:30:00Z'));
    });

    it('keep the time an editor gave them while the tick was at work', async () => {
      await digests.save(aDigest({ time: '09:00', nextRunAt: new Date('2026-03-02T08:00:00Z') }));
      await digests.advance(aDigest(), new Date('2026-03-09T06:30:00Z'));
      expect((await digests.find('night-desk', 'weekly'))?.nextRunAt).toEqual(new Date('2026-03-02T08:00:00Z'));
    });

    it('are gone once removed, and advancing one that is gone does nothing', async () => {
      await digests.save(aDigest());
      await digests.remove('night-desk', 'weekly');
      await digests.advance(aDigest(), new Date('2026-03-09T06:30:00Z'));
      expect(await digests.list('night-desk')).toEqual([]);
      expect(await digests.due(new Date('2027-01-01T00:00:00Z'))).toEqual([]);
    });
  });
}
