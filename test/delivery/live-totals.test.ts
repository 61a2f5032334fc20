import { beforeEach, describe, expect, it } from 'vitest';
import { chunkId } from '../../lambdas/delivery/chunk-ids.ts';
import { moved, openLedger } from '../../lambdas/delivery/ledger.ts';
import { liveTotals } from '../../lambdas/delivery/live-totals.ts';
import { settledSum } from '../../lambdas/delivery/settled-sum.ts';
import { sumOfLedgers } from '../../lambdas/delivery/totals.ts';
import { aLedger, START, someone } from './samples.ts';
import { aWorld } from './world.ts';

/** Chunks of ten. */
const SIZE = 10;
const all = (howMany: number) => Array.from({ length: howMany }, (_, index) => index);

describe('the numbers of a campaign that runs', () => {
  let world: ReturnType<typeof aWorld>;
  let read: number;
  beforeEach(async () => {
    world = aWorld({ readers: 0 });
    await world.start();
    read = 0;
  });

  /** As many chunks as are given, by how many of each were accepted. */
  async function chunks(accepted: number[]) {
    for (const [at, howMany] of accepted.entries()) {
      const opened = openLedger(
        { campaignId: 'ruhr-12', chunk: chunkId({ walk: 0, number: at + 1 }), size: SIZE, check: 'c' },
        { queuedAt: START },
      );
      await world.ledgers.open(moved(opened, all(howMany), 'accepted', START));
    }
    await world.campaigns.endWalk('ruhr-12', 0, { chunks: accepted.length, recipients: accepted.length * SIZE });
  }
  const live = async () =>
    liveTotals(await world.campaign(), {
      ...world,
      ledgers: {
        range: async (range) => {
          const page = await world.ledgers.range(range);
          read += page.length;
          return page;
        },
      },
    });
  const sweptTo = async (number: number) => {
    const swept = await world.ledgers.range({ campaignId: 'ruhr-12', walk: 0, from: 1, limit: number });
    const sum = settledSum(undefined, swept, number);
    if (!sum) throw new Error('There is no sum');
    await world.campaigns.sweepTo('ruhr-12', 0, number, { '00': sum });
  };

  it.each([
    { when: 'nothing was sent', accepted: all(450).map(() => 0) },
    { when: 'some were sent', accepted: all(450).map((at) => (at < 120 ? SIZE : 0)) },
    { when: 'some wait in the midst', accepted: all(450).map((at) => (at < 300 && at % 7 ? SIZE : at < 300 ? 3 : 0)) },
    { when: 'all were sent', accepted: all(450).map(() => SIZE) },
    { when: 'there is nobody', accepted: [] },
  ])('are those of all ledgers when $when', async ({ accepted }) => {
    await chunks(accepted);
    expect(await live()).toEqual(await sumOfLedgers('ruhr-12', world.ledgers));
  });

  it('cost the same however many are done, and however many are still to come', async () => {
    await chunks(all(1_000).map((at) => (at < 500 ? SIZE : 0)));
    await sweptTo(496);
    expect(await live()).toEqual(await sumOfLedgers('ruhr-12', world.ledgers));
    expect(read).toBeLessThanOrEqual(400);
  });

  it('count those who are planned and have no ledger that was looked at, also before the plan has ended', async () => {
    world = aWorld({ readers: 0 });
    await world.start();
    for (const number of all(401)) {
      const chunk = chunkId({ walk: 0, number: number + 1 });
      await world.ledgers.open(openLedger({ campaignId: 'ruhr-12', chunk, size: 1, check: 'c' }, { queuedAt: START }));
    }
    const manifest = { subscriberIds: someone(1), recipientsSoFar: 401, cutAt: START };
    await world.manifests.cut({ campaignId: 'ruhr-12', walk: 0, number: 401, ...manifest });
    expect(await live()).toMatchObject({ audience: 401, pending: 401 });
    expect(read).toBe(200);
  });
});

describe('the sum of what is settled', () => {
  const ledger = (number: number) =>
    moved(aLedger({ chunk: chunkId({ walk: 0, number }), size: 2 }), [0, 1], 'accepted', START);
  const sum = (to: number, accepted: number) => ({ to, totals: expect.objectContaining({ accepted }) });

  it('goes on from where it was, also when chunks before it are read again', () => {
    const first = settledSum(undefined, [1, 2, 3].map(ledger), 3);
    expect(first).toEqual(sum(3, 4));
    expect(settledSum(first, [2, 3, 4].map(ledger), 5)).toEqual(sum(5, 8));
  });

  it('is none when chunks between are missing, or when it would go back', () => {
    expect(settledSum(undefined, [2, 3].map(ledger), 4)).toBeUndefined();
    const first = settledSum(undefined, [1, 2, 3].map(ledger), 4);
    expect(settledSum(first, [5, 6].map(ledger), 7)).toBeUndefined();
    expect(settledSum(first, [1, 2].map(ledger), 2)).toBeUndefined();
  });
});
