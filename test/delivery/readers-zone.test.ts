import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { chunkId } from '../../lambdas/delivery/chunk-ids.ts';
import { reconcile } from '../../lambdas/delivery/reconcile.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { startCampaign } from '../../lambdas/delivery/start-campaign.ts';
import { balances } from '../../lambdas/domain/campaign.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { Death, mortal } from './mortal.ts';
import { aLedger, anEdition, aSubscription, later, START, subscriberId } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

/** Eight o'clock in Berlin, when the campaign starts. */
const READERS_TIME = '2026-11-02T08:00';
const HOURS_BEHIND: Record<string, number> = {
  'Europe/Berlin': 0,
  'Asia/Tokyo': 0,
  'Europe/Lisbon': 1,
  'America/New_York': 6,
  'Pacific/Honolulu': 11,
};
const ZONES = [undefined, ...Object.keys(HOURS_BEHIND)];
const zoneOf = (number: number) => ZONES[number % ZONES.length];
const hourOf = (number: number) => later((HOURS_BEHIND[zoneOf(number) ?? ''] ?? 0) * 3_600);

const readersIn = (howMany: number, zone: (number: number) => string | undefined = zoneOf): Subscription[] =>
  Array.from({ length: howMany }, (_, number) => aSubscription(number, { timeZone: zone(number) }));

/** A world that knows when each reader was written to. */
async function worldOf(readers: Subscription[]) {
  const at = new Map<string, Date>();
  const ses = sesModel(({ to }) => {
    at.set(to, world.now());
    return 'accepts';
  });
  const world = aWorld({ readers, ses });
  await world.ready({ readersTime: READERS_TIME });
  return { world, at };
}

async function minutes(world: World, howMany: number): Promise<void> {
  for (let minute = 0; minute < howMany; minute += 1) {
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    await world.hearAll();
    await world.sweep();
    world.wait(60);
  }
}

const HOUR = 60;
const everyChunk = async (world: World) => {
  const found = await world.ledgers.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: 1_000 });
  return found.map(({ chunk, revision, waitsUntil }) => ({ chunk, revision, waitsUntil }));
};

describe("an edition by its readers' clocks", () => {
  it('reaches everyone when their hour comes, once, and closes behind the last', async () => {
    const { world, at } = await worldOf(readersIn(250));
    const { status, totals } = await world.untilOver(13 * HOUR);
    expect(status).toBe('closed');
    expect(totals).toMatchObject({ audience: 250, accepted: 250 });
    expect(totals && balances(totals)).toBe(true);
    expect(duplicates(world)).toEqual([]);
    for (let number = 0; number < 250; number += 1) {
      const late = (at.get(aSubscription(number).address)?.getTime() ?? 0) - hourOf(number).getTime();
      expect(late, zoneOf(number)).toBeGreaterThanOrEqual(0);
      expect(late, zoneOf(number)).toBeLessThan(3 * 60_000);
    }
    expect(world.markedSent).toEqual(['ruhr-12']);
  });

  it('costs nothing for those who wait: nobody looks at them before their hour', async () => {
    const { world } = await worldOf(readersIn(100));
    const looked: string[] = [];
    const recheck: World['recipients']['recheck'] = (publication, ids, edition) => {
      looked.push(...ids);
      return world.recipients.recheck(publication, ids, edition);
    };
    await world.send('00-000001', { recipients: { recheck } });
    const atOnce = readersIn(100).filter((_, number) => hourOf(number).getTime() === START.getTime());
    expect(looked.toSorted()).toEqual(atOnce.map((one) => one.subscriberId).toSorted());
    expect(await world.ledger()).toMatchObject({ waitsUntil: later(3_600), leaseUntil: new Date(0) });
    expect((await world.ledger()).skipped.size).toBe(0);
  });

  it('leaves a chunk in which everybody waits out of the queue until the first hour comes', async () => {
    const { world } = await worldOf(readersIn(3, () => 'Europe/Lisbon'));
    expect(world.chunks.sent).toEqual([]);
    expect(await world.ledger()).toMatchObject({ waitsUntil: later(3_600) });
    world.wait(3_599);
    await world.sweep();
    expect(world.chunks.sent).toEqual([]);
    world.wait(1);
    await world.sweep();
    await world.sweep();
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
  });

  it('is touched by no doubled message while it waits', async () => {
    const { world } = await worldOf(readersIn(10));
    await minutes(world, 5);
    const before = await everyChunk(world);
    for (let time = 0; time < 3; time += 1) await world.send();
    await minutes(world, 5);
    expect(await everyChunk(world)).toEqual(before);
    expect(world.chunks.sent).toEqual([]);
  });

  it('is not for who left or was suppressed while they waited, and keeps the hour of who moved', async () => {
    const { world, at } = await worldOf(readersIn(4, () => 'America/New_York'));
    await minutes(world, HOUR);
    const one = (number: number) => world.subscriptions.get(subscriberId(number)) as Subscription;
    one(0).status = 'ended';
    one(1).suppressedBecause = 'complaint';
    one(2).timeZone = 'Pacific/Honolulu';
    const { totals } = await world.untilOver(6 * HOUR);
    expect(totals).toMatchObject({ audience: 4, accepted: 2, skipped: 2 });
    expect([...at.keys()].toSorted()).toEqual([2, 3].map((number) => aSubscription(number).address));
    expect(at.get(aSubscription(2).address)?.getTime()).toBeGreaterThanOrEqual(later(6 * 3_600).getTime());
  });

  it('waits on when a pause ends before the hour, and goes out at once when it ends after it', async () => {
    const { world, at } = await worldOf([
      ...readersIn(2, (number) => ['Europe/Lisbon', 'America/New_York'][number]),
      aSubscription(2),
    ]);
    await minutes(world, 10);
    await world.campaigns.pause('ruhr-12', { because: 'An editor' });
    await minutes(world, 2 * HOUR);
    expect([...at.keys()]).toEqual([aSubscription(2).address]);
    await world.campaigns.resume('ruhr-12', world.now());
    await minutes(world, 5);
    expect([...at.keys()]).toEqual([2, 0].map((number) => aSubscription(number).address));
    const { totals } = await world.untilOver(5 * HOUR);
    expect(totals).toMatchObject({ accepted: 3 });
    expect(at.get(aSubscription(1).address)?.getTime()).toBeGreaterThanOrEqual(later(6 * 3_600).getTime());
  });

  it('ends when it is cancelled, and shows how many still waited', async () => {
    const { world } = await worldOf(readersIn(12));
    await minutes(world, 10);
    expect(await campaignReport('ruhr-12', world)).toMatchObject({ status: 'sending', accepted: 6, pending: 6 });
    await world.campaigns.cancel('ruhr-12');
    await minutes(world, 12 * HOUR);
    expect(await world.campaign()).toMatchObject({ status: 'cancelled', totals: { accepted: 6, pending: 6 } });
    expect(world.ses.calls).toHaveLength(6);
  });

  it.each(Array.from({ length: 24 }, (_, call) => call + 1))(
    'loses nobody when a sender dies at call %i',
    async (atCall) => {
      const { world } = await worldOf(readersIn(24));
      const deps = mortal(
        world.senderDeps(),
        ['campaigns', 'ledgers', 'recipients', 'send', 'chunks', 'pace', 'letters'],
        {
          atCall,
          when: 'after',
        },
      );
      await sendChunk({ campaignId: 'ruhr-12', chunk: '00-000001' }, deps).catch((error) => {
        if (!(error instanceof Death)) throw error;
      });
      world.chunks.sent.length = 0;
      const { totals } = await world.untilOver(13 * HOUR);
      expect(totals && balances(totals)).toBe(true);
      expect(totals).toMatchObject({ audience: 24, accepted: world.ses.accepted.size });
      // Who was in its last window and not written to is held, and nobody else.
      expect(totals?.held).toBeLessThanOrEqual(10);
      expect(duplicates(world)).toEqual([]);
      const waited = readersIn(24).filter((_, number) => hourOf(number) > START);
      expect(waited.filter(({ address }) => !world.ses.accepted.has(address))).toEqual([]);
    },
  );

  it('comes although the message of the hour was lost', async () => {
    const { world } = await worldOf(readersIn(3, () => 'Europe/Lisbon'));
    world.wait(3_600);
    await world.sweep();
    world.chunks.sent.length = 0;
    expect((await world.untilOver(10)).totals).toMatchObject({ accepted: 3 });
  });

  it('is left alone by sweeps until the next hour, which the report names', async () => {
    const { world } = await worldOf(readersIn(240));
    await minutes(world, 10);
    let asked = 0;
    const range: World['ledgers']['range'] = (...args) => {
      asked += 1;
      return world.ledgers.range(...args);
    };
    const sweep = () =>
      reconcile({ ...world, ledgers: { ...world.ledgers, range }, policy: world.policy(), markSent: async () => {} });
    expect(await campaignReport('ruhr-12', world)).toMatchObject({ pending: 120, waitsUntil: later(3_600) });
    while (world.now() < later(3_540)) {
      await sweep();
      world.wait(60);
    }
    expect(asked).toBe(0);
    await minutes(world, 5);
    const report = await campaignReport('ruhr-12', world);
    expect(report).toMatchObject({ status: 'sending', waitsUntil: later(6 * 3_600) });
    await world.campaigns.pause('ruhr-12', { because: 'An editor' });
    expect((await campaignReport('ruhr-12', world)).waitsUntil).toBeUndefined();
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.untilOver(12 * HOUR)).totals).toMatchObject({ audience: 240, accepted: 240 });
  });

  it('finds an hour that comes far behind a chunk that waits for longer', async () => {
    const chunks = 2_600;
    const world = aWorld();
    await world.start({ readersTime: READERS_TIME });
    await world.campaigns.endWalk('ruhr-12', 0, { chunks, recipients: chunks });
    for (let number = 1; number <= chunks; number += 1) {
      const waitsUntil = number === 1 ? later(6 * 3_600) : later(60);
      await world.ledgers.open(aLedger({ chunk: chunkId({ walk: 0, number }), size: 1, waitsUntil }));
    }
    world.wait(61);
    const queued: number[] = [];
    for (let sweep = 0; sweep < 4; sweep += 1) {
      await world.sweep();
      queued.push(world.chunks.sent.splice(0).length);
    }
    // As many as two stretches have, then the rest, and each of them once.
    expect(queued).toEqual([1_999, 600, 0, 0]);
  });
});

describe('starting such a campaign', () => {
  const WEEKLY: Digest = {
    ...{ id: 'woche', publicationId: 'ruhr', cadence: 'weekly', weekday: 'monday', topics: [], maxItems: 12 },
    ...{ time: '07:30', mode: 'send', nextRunAt: START, inReadersZone: true },
  };
  const start = (digest: Digest) => {
    const world = aWorld();
    const freeze = async () => anEdition({ digestId: 'woche' });
    const deps = { ...world, freeze, digests: { list: async () => [digest] } };
    return startCampaign({ editionId: 'ruhr-12', contentHash: 'abc' }, deps);
  };

  it('notes the day and time at which its digest was due', async () => {
    expect(await start(WEEKLY)).toMatchObject({ readersTime: '2026-11-02T07:30' });
  });

  it("is for the publication's clock alone where its digest does not say so", async () => {
    expect((await start({ ...WEEKLY, inReadersZone: undefined })).readersTime).toBeUndefined();
  });
});
