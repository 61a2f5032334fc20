import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceRecords } from '../../../lambdas/audience/index.ts';
import { SHARDS, shardOf } from '../../../lambdas/audience/index.ts';
import type { Standing } from '../../../lambdas/audience/segments/standings.ts';
import type { Segment } from '../../../lambdas/domain/segment.ts';
import { aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';

const KITA: Segment = {
  id: 'kita',
  title: 'Kitas',
  filter: { topics: ['kita'], joinedFrom: MONDAY.toISOString(), fields: { Ort: ['Bochum', 'Essen'] } },
};

const EVERYTHING = ['topics', 'cadence', 'cadences', 'language', 'confirmedAt', 'origin', 'fields'] as const;

/** What counting and sending may rely on. */
export function segmentsContract(
  name: string,
  make: () => Promise<Pick<AudienceRecords, 'segments' | 'standings' | 'subscriptions'>>,
): void {
  let records: Awaited<ReturnType<typeof make>>;
  beforeEach(async () => {
    records = await make();
  });

  describe(`segments ${name}`, () => {
    it('come back as they were made, by id, each only in its publication', async () => {
      expect(await records.segments.list('ruhr')).toEqual([]);
      const other = { ...KITA, id: 'english', title: 'English', filter: { languages: ['en' as const] } };
      expect(await records.segments.add('ruhr', KITA)).toBe(true);
      expect(await records.segments.add('ruhr', other)).toBe(true);
      expect(await records.segments.list('ruhr')).toEqual([other, KITA]);
      expect(await records.segments.find('ruhr', 'kita')).toEqual(KITA);
      expect(await records.segments.find('courier', 'kita')).toBeUndefined();
      expect(await records.segments.list('courier')).toEqual([]);
    });

    it('are never written over: the first of an id stays', async () => {
      await records.segments.add('ruhr', KITA);
      expect(await records.segments.add('ruhr', { ...KITA, title: 'Other' })).toBe(false);
      expect(await records.segments.find('ruhr', 'kita')).toEqual(KITA);
    });

    it('are renamed without meaning anything else, and removed', async () => {
      expect(await records.segments.rename('ruhr', 'kita', 'x')).toBeUndefined();
      await records.segments.add('ruhr', KITA);
      expect(await records.segments.rename('ruhr', 'kita', 'Kindergärten')).toEqual({ ...KITA, title: 'Kindergärten' });
      await records.segments.remove('ruhr', 'kita');
      await records.segments.remove('ruhr', 'kita');
      expect(await records.segments.find('ruhr', 'kita')).toBeUndefined();
    });
  });

  describe(`standings ${name}`, () => {
    it('are everybody of a shard in any state, with what decides, and what it cost', async () => {
      const ids = Array.from({ length: 2_000 }, (_, n) => idOf(`s${n}@example.org`)).filter((id) => shardOf(id) === 9);
      for (const subscriberId of ids) {
        const wish = aWish({ subscriberId, address: 'a@reader.example', cadences: { kita: 'daily' }, origin: 'form' });
        await records.subscriptions.request(wish, hoursAfter(99));
      }
      const [confirmed = '', gone = '', bounced = ''] = ids;
      await records.subscriptions.confirm('ruhr', confirmed, hoursAfter(1));
      await records.subscriptions.setFields('ruhr', confirmed, { Ort: 'Bochum' });
      await records.subscriptions.end('ruhr', gone, { at: hoursAfter(2), because: 'unsubscribed' });
      await records.subscriptions.markSuppressed('ruhr', bounced, 'complaint');

      const seen: Standing[] = [];
      const { readUnits } = await records.standings.walk('ruhr', 9, EVERYTHING, (one) => seen.push(one));
      expect(seen).toHaveLength(ids.length);
      expect(readUnits).toBeGreaterThan(0);
      const common = {
        topics: ['kita'],
        cadence: 'weekly',
        cadences: { kita: 'daily' },
        language: 'de',
        origin: 'form',
      };
      expect(seen.find(({ status }) => status === 'confirmed')).toMatchObject({ ...common, fields: { Ort: 'Bochum' } });
      expect(new Date(seen.find(({ status }) => status === 'confirmed')?.confirmedAt ?? 0)).toEqual(hoursAfter(1));
      expect(seen.filter(({ status }) => status === 'ended')).toHaveLength(1);
      expect(seen.filter(({ suppressedBecause }) => suppressedBecause === 'complaint')).toHaveLength(1);
    });

    it('say no more than was asked for, and never the address', async () => {
      const subscriberId = idOf('ada@reader.example');
      await records.subscriptions.request(aWish({ subscriberId }), hoursAfter(99));
      const seen: Standing[] = [];
      await records.standings.walk('ruhr', shardOf(subscriberId), ['language'], (one) => seen.push(one));
      expect(seen).toEqual([{ status: 'pending', language: 'de' }]);
    });

    it('are nobody where there is nobody', async () => {
      const seen: Standing[] = [];
      for (let shard = 0; shard < SHARDS; shard += 21)
        await records.standings.walk('ruhr', shard, [], (one) => seen.push(one));
      expect(seen).toEqual([]);
    });
  });
}
