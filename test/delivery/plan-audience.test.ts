import { describe, expect, it } from 'vitest';
import { chunkPlace } from '../../lambdas/delivery/chunk-ids.ts';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { aSubscription, later } from './samples.ts';
import { aWorld, type World } from './world.ts';

const manifestsOf = (world: World) =>
  [...world.manifests.held.values()].sort((one, other) => one.number - other.number);
const planned = (world: World) => manifestsOf(world).flatMap(({ subscriberIds }) => subscriberIds);

describe('planning an audience', () => {
  it.each([
    { readers: 0, chunks: [] },
    { readers: 1, chunks: [1] },
    { readers: 100, chunks: [100] },
    { readers: 101, chunks: [100, 1] },
    { readers: 250, chunks: [100, 100, 50] },
  ])('cuts $readers readers into full chunks: $chunks', async ({ readers, chunks }) => {
    const world = await aWorld({ readers }).ready();
    const queued = world.chunks.sent.map(({ chunk }) => chunk);
    const sizes = await Promise.all(queued.map(async (chunk) => (await world.ledger(chunk)).size));
    expect(sizes).toEqual(chunks);
    expect(new Set(planned(world))).toEqual(new Set(world.subscriptions.keys()));
    expect(planned(world)).toHaveLength(readers);
    expect(await world.campaign()).toMatchObject({
      status: readers === 0 ? 'closed' : 'sending',
      walks: { '00': { chunks: chunks.length, recipients: readers } },
    });
  });

  it('takes who is confirmed, not suppressed, and wants what the edition is about, at the start of the campaign', async () => {
    const world = await aWorld({
      readers: [
        aSubscription(0),
        aSubscription(1, { topics: ['schule', 'sport'] }),
        aSubscription(2, { topics: ['sport'] }),
        aSubscription(3, { status: 'pending', confirmedAt: undefined }),
        aSubscription(4, { suppressedBecause: 'permanent-bounce' }),
        aSubscription(5, { confirmedAt: later(1) }),
        aSubscription(6, { publicationId: 'courier' }),
      ],
    }).ready();
    expect(new Set(planned(world))).toEqual(new Set([0, 1].map((number) => aSubscription(number).subscriberId)));
  });

  it('follows what is planned, whoever came or went since', async () => {
    const world = await aWorld({ readers: 250 }).ready();
    const first = structuredClone(manifestsOf(world));
    const before = await world.ledger();
    for (const id of planned(world).slice(50, 150)) world.subscriptions.delete(id);
    world.chunks.sent.length = 0;
    const again = { ...world.campaigns, find: async () => ({ ...(await world.campaign()), walks: {} }) };
    await planAudience({ campaignId: 'ruhr-12', shard: 0 }, { ...world, campaigns: again, remainingMs: () => 60_000 });
    expect(manifestsOf(world)).toEqual(first);
    expect(await world.ledger()).toEqual(before);
    // They are queued already.
    expect(world.chunks.sent).toEqual([]);
  });

  it('ends in one plan when two planners work at once', async () => {
    const world = aWorld({ readers: 777 });
    await world.start();
    await Promise.all([world.plan(), world.plan()]);
    expect(planned(world)).toHaveLength(777);
    expect(new Set(planned(world)).size).toBe(777);
    expect((await world.campaign()).walks).toEqual({ '00': { chunks: 8, recipients: 777 } });
  });

  it('does a bounded part in one run and goes on in the next', async () => {
    const world = aWorld({ readers: 2_500 });
    await world.start();
    let pages = 0;
    const counting = {
      ...world.recipients,
      page: (...args: Parameters<typeof world.recipients.page>) => {
        pages += 1;
        expect(args[2].limit).toBeLessThanOrEqual(100);
        return world.recipients.page(...args);
      },
    };
    await planAudience(
      { campaignId: 'ruhr-12', shard: 0 },
      { ...world, recipients: counting, remainingMs: () => 5_000 },
    );
    expect(world.plans.sent).toEqual([{ campaignId: 'ruhr-12', shard: 0, after: 10 }]);
    expect(pages).toBeLessThan(64);
    for (const message of world.plans.sent.splice(0)) await world.plan(message);
    expect((await world.campaign()).walks).toEqual({ '00': { chunks: 25, recipients: 2_500 } });
    const numbers = () => world.chunks.sent.map(({ chunk }) => chunkPlace(chunk).number);
    const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
    expect(numbers()).toEqual(upTo(10));
    // Whoever ends one near the end of what is queued brings the next.
    for (const { chunk } of world.chunks.sent.slice(0, 6)) await world.send(chunk);
    expect(numbers()).toEqual(upTo(10));
    for (const { chunk } of world.chunks.sent.slice(6)) await world.send(chunk);
    expect(numbers()).toEqual(upTo(20));
  });

  it.each(['cancel', 'end'] as const)('plans nothing after %s', async (act) => {
    const world = aWorld();
    await world.start();
    await (act === 'cancel'
      ? world.campaigns.cancel('ruhr-12')
      : world.campaigns.end('ruhr-12', await world.totals(), later(1)));
    await world.plan();
    expect(world.chunks.sent).toEqual([]);
  });

  it('plans on while the campaign is paused', async () => {
    const world = aWorld({ readers: 150 });
    await world.start();
    await world.campaigns.pause('ruhr-12', { because: 'An editor' });
    await world.plan();
    expect((await world.campaign()).walks).toEqual({ '00': { chunks: 2, recipients: 150 } });
  });

  it('begins anew when the chunk it should go on from is gone', async () => {
    const world = aWorld({ readers: 150 });
    await world.start();
    await world.plan({ campaignId: 'ruhr-12', shard: 0, after: 7 });
    expect((await world.campaign()).walks).toEqual({ '00': { chunks: 2, recipients: 150 } });
  });

  it('knows no unknown campaign', async () => {
    await expect(aWorld().plan()).resolves.toBeUndefined();
  });
});
