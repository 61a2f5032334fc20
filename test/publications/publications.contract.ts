import { beforeEach, describe, expect, it } from 'vitest';
import type { Publications } from '../../lambdas/publications/index.ts';
import { aPublication } from './samples.ts';

export function publicationsContract(name: string, make: () => Publications | Promise<Publications>): void {
  describe(`publications ${name}`, () => {
    let publications: Publications;
    beforeEach(async () => {
      publications = await make();
    });

    it('know nothing that was not saved', async () => {
      expect(await publications.find('night-desk')).toBeUndefined();
      expect(await publications.list()).toEqual([]);
    });

    it('come back as they were saved', async () => {
      const publication = aPublication({ title: 'Bücher & „Zeitungen“ 🗞' });
      await publications.save(publication);
      expect(await publications.find('night-desk')).toEqual(publication);
    });

    it('are listed by id', async () => {
      for (const id of ['ruhr', 'courier', 'night-desk']) await publications.save(aPublication({ id }));
      expect((await publications.list()).map(({ id }) => id)).toEqual(['courier', 'night-desk', 'ruhr']);
    });

    it('are replaced by the last one saved', async () => {
      await publications.save(aPublication());
      await publications.save(aPublication({ title: 'Day Desk' }));
      expect(await publications.list()).toEqual([aPublication({ title: 'Day Desk' })]);
    });

    it('know how many read them, whatever file is applied', async () => {
      await publications.save(aPublication());
      await publications.recordReaders('night-desk', 3, new Date('2026-03-02T03:00:00Z'));
      await publications.save(aPublication({ title: 'Day Desk', subscribers: 99 }));
      expect(await publications.find('night-desk')).toEqual(aPublication({ title: 'Day Desk', subscribers: 3 }));
      expect(await publications.list()).toMatchObject([{ subscribers: 3 }]);
    });

    it('keep the later of two counts, and are not revived by one', async () => {
      await publications.save(aPublication());
      await publications.recordReaders('night-desk', 0, new Date('2026-03-03T03:00:00Z'));
      await publications.recordReaders('night-desk', 3, new Date('2026-03-02T03:00:00Z'));
      await publications.recordReaders('removed', 3, new Date('2026-03-02T03:00:00Z'));
      expect(await publications.list()).toEqual([aPublication({ subscribers: 0 })]);
    });
  });
}
