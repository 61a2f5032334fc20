import { beforeEach, describe, expect, it } from 'vitest';
import { newSource, type Sources } from '../../lambdas/publications/index.ts';
import { aSource } from './samples.ts';

const LATER = new Date('2026-03-02T09:00:00Z');
const FAR = new Date('2027-01-01T00:00:00Z');

export function sourcesContract(name: string, make: () => Sources | Promise<Sources>): void {
  describe(`sources ${name}`, () => {
    let sources: Sources;
    const stored = async () => await sources.find('night-desk', 'front');
    beforeEach(async () => {
      sources = await make();
    });

    it('come back as they were added, dates and all', async () => {
      const source = aSource({
        fetchState: { failures: 2, etag: '"a"', lastSucceededAt: LATER, baselineAt: LATER, lastError: 'It was slow' },
      });
      await sources.add(source);
      expect(await stored()).toEqual(source);
      expect(await sources.list('night-desk')).toEqual([source]);
      expect(await sources.list('other')).toEqual([]);
    });

    it('are one and the same when their address is added again', async () => {
      await sources.add(aSource({ title: 'First' }));
      const again = await sources.add(aSource({ id: 'other', title: 'Second' }));
      expect(again).toEqual(aSource({ title: 'First' }));
      expect(await sources.list('night-desk')).toHaveLength(1);
    });

    it('are one and the same when two add an address at once', async () => {
      const wish = { publicationId: 'night-desk', url: 'https://example.org/feed' };
      const both = await Promise.all([sources.add(newSource(wish, LATER)), sources.add(newSource(wish, FAR))]);
      expect(await sources.list('night-desk')).toHaveLength(1);
      expect(both[0]?.id).toBe(both[1]?.id);
    });

    it.each([
      { what: 'active', changes: {}, until: '2026-03-02T07:59:59.999Z', isDue: false },
      { what: 'active', changes: {}, until: '2026-03-02T08:00:00.000Z', isDue: true },
      { what: 'held', changes: { status: 'held' as const }, until: '2027-01-01T00:00:00.000Z', isDue: false },
    ])('that are $what are due at $until: $isDue', async ({ changes, until, isDue }) => {
      await sources.add(aSource(changes));
      expect(await sources.due(new Date(until))).toHaveLength(isDue ? 1 : 0);
    });

    it('are not due again once advanced, and remember when they were asked', async () => {
      await sources.add(aSource());
      await sources.advance(aSource(), LATER, new Date('2026-03-02T08:00:30Z'));
      expect(await sources.due(new Date('2026-03-02T08:59:00Z'))).toEqual([]);
      expect(await stored()).toMatchObject({
        nextRunAt: LATER,
        fetchState: { lastAskedAt: new Date('2026-03-02T08:00:30Z') },
      });
    });

    it('keep the time a poll gave them while the tick was at work', async () => {
      await sources.add(aSource());
      await sources.recordPoll('night-desk', 'front', { nextRunAt: FAR });
      await sources.advance(aSource(), LATER);
      expect((await stored())?.nextRunAt).toEqual(FAR);
    });

    it('remember what a poll brought and forget what it says is no more', async () => {
      await sources.add(aSource({ fetchState: { failures: 3, lastError: 'It was slow', etag: '"a"' } }));
      await sources.recordPoll('night-desk', 'front', {
        failures: 0,
        lastError: undefined,
        lastResult: '3 new, 17 known',
        lastSucceededAt: LATER,
        intervalMinutes: 120,
        nextRunAt: FAR,
      });
      const after = await stored();
      expect(after).toMatchObject({ intervalMinutes: 120, nextRunAt: FAR, status: 'active' });
      expect(after?.fetchState).toEqual({
        failures: 0,
        etag: '"a"',
        lastResult: '3 new, 17 known',
        lastSucceededAt: LATER,
      });
    });

    it('are never due once a poll has stopped them', async () => {
      await sources.add(aSource());
      await sources.recordPoll('night-desk', 'front', { status: 'stopped', lastError: 'It is gone', nextRunAt: LATER });
      expect(await sources.due(FAR)).toEqual([]);
      expect(await stored()).toMatchObject({ status: 'stopped', fetchState: { lastError: 'It is gone' } });
      expect((await stored())?.nextRunAt).toBeUndefined();
    });

    it('stay held when a poll that was under way comes back', async () => {
      await sources.add(aSource());
      await sources.recordPoll('night-desk', 'front', { status: 'held' });
      await sources.recordPoll('night-desk', 'front', { lastResult: '1 new', nextRunAt: LATER });
      expect(await sources.due(FAR)).toEqual([]);
      expect(await stored()).toMatchObject({ status: 'held', fetchState: { lastResult: '1 new' } });
    });

    it('start again when an editor says so', async () => {
      await sources.add(aSource({ status: 'held', nextRunAt: undefined }));
      await sources.recordPoll('night-desk', 'front', { status: 'active', nextRunAt: LATER });
      expect(await sources.due(LATER)).toMatchObject([{ id: 'front', status: 'active' }]);
    });

    it('stay removed when a poll that was under way comes back', async () => {
      await sources.add(aSource());
      await sources.remove('night-desk', 'front');
      await sources.recordPoll('night-desk', 'front', { lastResult: '1 new', nextRunAt: LATER });
      await sources.advance(aSource(), LATER);
      expect(await stored()).toBeUndefined();
      expect(await sources.due(FAR)).toEqual([]);
    });

    it('take a poll that brought nothing to say', async () => {
      await sources.add(aSource());
      await sources.recordPoll('night-desk', 'front', {});
      expect(await stored()).toEqual(aSource());
    });

    it('ask a new address without the validators of the old, but keep the baseline', async () => {
      const before = aSource({ fetchState: { failures: 0, etag: '"a"', contentHash: 'ff', baselineAt: LATER } });
      await sources.add(before);
      const wish = { ...aSource(), url: 'https://example.org/rss', title: 'Moved', topics: ['town'] };
      const after = await sources.revise(before, wish);
      expect(after).toMatchObject({ ...wish, fetchState: { failures: 0, baselineAt: LATER } });
      expect(after.fetchState).not.toHaveProperty('etag');
      expect(await stored()).toEqual(after);
    });

    it('cannot be revised once removed', async () => {
      await expect(sources.revise(aSource(), aSource())).rejects.toMatchObject({ fault: 'not-found' });
    });
  });
}
