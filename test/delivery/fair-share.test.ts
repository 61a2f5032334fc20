import { describe, expect, it } from 'vitest';
import type { ChunkMessage } from '../../lambdas/delivery/messages.ts';
import { paceInMemory } from '../../lambdas/delivery/pace.ts';
import { quotasInMemory } from '../../lambdas/delivery/quotas.ts';
import { sendChunk } from '../../lambdas/delivery/send-chunk.ts';
import { aSubscription, START } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { virtualClock } from './virtual-clock.ts';
import { aWorld, duplicates } from './world.ts';

const RUN_MS = 60_000;

/**
 * Campaigns, each of a publication of its own, with as many senders at once as there are lanes, one queue in the order
 * messages came, and sweeps every minute. A clock moves all of them.
 */
function aHouse(readersOf: Record<string, number>, { perSecond }: { perSecond: number }) {
  const clock = virtualClock(START);
  const subscribers = Object.entries(readersOf).flatMap(([publicationId, readers], at) =>
    Array.from({ length: readers }, (_, n) => aSubscription(at * 100_000 + n, { publicationId })),
  );
  const world = Object.assign(aWorld({ readers: subscribers, ses: sesModel() }), {
    now: clock.now,
    sleep: clock.sleep,
  });
  const quotas = quotasInMemory({ perSecond, sentLastDay: 0, readAt: START.getTime() });
  const pace = paceInMemory(1_000, quotas, world.lines.all);
  const queue: { message: ChunkMessage; at: number }[] = [];
  const used = { requests: 0 };
  const chunks = {
    async send(message: ChunkMessage, { delaySeconds = 0 } = {}) {
      used.requests += 1;
      queue.push({ message, at: clock.exactly() + delaySeconds * 1_000 });
    },
    async sendAll(messages: ChunkMessage[]) {
      used.requests += Math.ceil(messages.length / 10);
      queue.push(...messages.map((message) => ({ message, at: clock.exactly() })));
    },
  };
  Object.assign(world, { quotas, quota: quotas.known, pace, chunks });

  async function sender(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const place = queue.findIndex(({ at }) => at <= clock.exactly());
      const [taken] = place < 0 ? [] : queue.splice(place, 1);
      if (!taken) {
        await clock.sleep(200);
        continue;
      }
      used.requests += 2;
      const end = clock.exactly() + RUN_MS;
      const send: typeof world.ses.send = async (mail) => {
        await clock.sleep(60);
        return world.ses.send(mail);
      };
      await sendChunk(taken.message, { ...world.senderDeps(), send, remainingMs: () => end - clock.exactly() });
    }
  }
  async function sweeps(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await clock.sleep(60_000);
      await world.sweep();
    }
  }
  const begin = async (id: string) => {
    await world.start({ id, editionId: id, publicationId: id, audience: { topics: [] } });
    await world.plan({ campaignId: id, shard: 0 });
  };
  const acceptedOf = async (id: string) => (await world.campaigns.totals(id)).accepted;
  const closedAt = async (id: string) => (await world.campaigns.find(id))?.closedAt?.getTime();
  return { world, clock, used, begin, acceptedOf, closedAt, sender, sweeps };
}

/** Runs until all are closed. @param lanes - senders at once @param then - what else happens */
async function runAll(house: ReturnType<typeof aHouse>, ids: string[], lanes: number, then: () => Promise<void>) {
  let isOver = false;
  const { clock, closedAt } = house;
  const watch = async () => {
    while (!isOver) {
      await clock.sleep(1_000);
      const ends = await Promise.all(ids.map(closedAt));
      isOver = ends.every((end) => end !== undefined);
    }
  };
  const senders = Array.from({ length: lanes }, () => house.sender(() => isOver));
  await clock.run(Promise.all([...senders, house.sweeps(() => isOver), watch(), then()]));
}

describe('two campaigns at once', () => {
  it('share one pace: the smaller one is done first, and the larger one goes on meanwhile', async () => {
    const house = aHouse({ large: 4_000, small: 600 }, { perSecond: 125 });
    const { clock, acceptedOf, closedAt, begin, world } = house;
    let before = 0;
    let startedAt = 0;
    await runAll(house, ['large', 'small'], 4, async () => {
      await begin('large');
      await clock.sleep(8_000);
      before = await acceptedOf('large');
      startedAt = clock.exactly();
      await begin('small');
    });
    const smallTook = ((await closedAt('small')) as number) - startedAt;
    const largeTook = ((await closedAt('large')) as number) - startedAt;
    expect(before).toBeGreaterThan(300);
    // Alone it would take six seconds at a hundred a second; behind all of the other one it would take forty.
    expect(smallTook).toBeLessThan(16_000);
    expect(largeTook).toBeGreaterThan(smallTook);
    expect(await acceptedOf('large')).toBe(4_000);
    expect(await acceptedOf('small')).toBe(600);
    expect(duplicates(world)).toEqual([]);
  });

  it('cost no more requests to the queue than one after the other would, and lose no time', async () => {
    const house = aHouse({ large: 3_000, small: 1_000 }, { perSecond: 125 });
    await runAll(house, ['large', 'small'], 4, async () => {
      await house.begin('large');
      await house.begin('small');
    });
    expect(house.used.requests / 4).toBeLessThanOrEqual(30);
    const took = Math.max(
      ...(await Promise.all(['large', 'small'].map((id) => house.closedAt(id) as Promise<number>))),
    );
    // Four thousand at a hundred a second, and a little for the ends of chunks.
    expect((took - START.getTime()) / 1_000).toBeLessThan(60);
  });

  it('take turns where there is one lane only', async () => {
    const house = aHouse({ large: 300, small: 100 }, { perSecond: 2 });
    await runAll(house, ['large', 'small'], 2, async () => {
      await house.begin('large');
      await house.begin('small');
    });
    expect(await house.closedAt('small')).toBeLessThan((await house.closedAt('large')) as number);
    expect(duplicates(house.world)).toEqual([]);
  });
});
