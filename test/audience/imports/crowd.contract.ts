import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceRecords, Crowd } from '../../../lambdas/audience/index.ts';
import { SHARDS, shardOf } from '../../../lambdas/audience/index.ts';
import { aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';

const FORGET = hoursAfter(14 * 24);

/** What asking for many people at once promises. */
export function crowdContract(name: string, make: () => Promise<{ records: AudienceRecords; crowd: Crowd }>): void {
  let records: AudienceRecords;
  let crowd: Crowd;
  beforeEach(async () => {
    ({ records, crowd } = await make());
  });

  describe(`a crowd ${name}`, () => {
    it('gives the subscriptions of more people than one request may ask for, and no others', async () => {
      const ids = Array.from({ length: 130 }, (_, index) => idOf(`r${index}@x.example`));
      for (const subscriberId of ids.slice(0, 120))
        await records.subscriptions.request(aWish({ subscriberId }), FORGET);
      const found = await crowd.subscriptions('ruhr', ids);
      expect([...found.keys()].sort()).toEqual(ids.slice(0, 120).sort());
      const [first = ''] = ids;
      expect(found.get(first)).toEqual(await records.subscriptions.find('ruhr', first));
      expect(await crowd.subscriptions('courier', ids)).toEqual(new Map());
      expect(await crowd.subscriptions('ruhr', [])).toEqual(new Map());
    });

    it('knows whom we must not write to, and not who was let off', async () => {
      const [held, lifted, none] = ['held', 'lifted', 'none'].map((who) => idOf(`${who}@x.example`)) as [
        string,
        string,
        string,
      ];
      await records.suppressions.add({ subscriberId: held, reason: 'complaint', since: MONDAY });
      await records.suppressions.add({ subscriberId: lifted, reason: 'complaint', since: MONDAY });
      await records.suppressions.lift(lifted, { askedAt: hoursAfter(1), at: hoursAfter(2) });
      expect(await crowd.suppressions([held, lifted, none])).toEqual(
        new Map([[held, { subscriberId: held, reason: 'complaint', since: MONDAY }]]),
      );
    });

    it('finds an entry of the proof by its kind and time', async () => {
      const subscriberId = idOf('ada@x.example');
      const key = { subscriberId, publicationId: 'ruhr', kind: 'imported' as const, at: MONDAY };
      const imported = { line: 12, joined: '2024-01-01T00:00:00.000Z', network: '192.0.2.1' };
      await records.proofs.append({ ...key, statement: 'Liste der Fachtagung', by: 'erna', imported });
      expect((await crowd.proofs([key])).get(subscriberId)?.imported).toEqual(imported);
      expect((await crowd.proofs([{ ...key, at: hoursAfter(1) }])).size).toBe(0);
      expect((await records.proofs.list('ruhr', subscriberId))[0]).toMatchObject({ imported });
    });

    it('walks each shard, everybody once', async () => {
      const ids = Array.from({ length: 90 }, (_, index) => idOf(`r${index}@x.example`));
      for (const subscriberId of ids) await records.subscriptions.request(aWish({ subscriberId }), FORGET);
      const met: string[] = [];
      for (let shard = 0; shard < SHARDS; shard += 1) {
        for await (const { subscriberId } of crowd.shard('ruhr', shard)) {
          expect(shardOf(subscriberId)).toBe(shard);
          met.push(subscriberId);
        }
      }
      expect(met.sort()).toEqual(ids.sort());
    });
  });
}
