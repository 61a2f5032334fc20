import { describe, expect, it } from 'vitest';
import { release, takeOver } from '../../lambdas/delivery/ledger.ts';
import { paceInMemory } from '../../lambdas/delivery/pace.ts';
import { quotasInMemory } from '../../lambdas/delivery/quotas.ts';
import { aSubscription, later, subscriberId } from './samples.ts';
import { type SesMood, sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

const sizes = async (world: World) => {
  const { accepted, skipped, failed, unknown, inFlight, held } = await world.ledger();
  return {
    accepted: accepted.size,
    skipped: skipped.size,
    failed: failed.size,
    unknown: unknown.size,
    inFlight: inFlight.size,
    held: held.size,
  };
};
const NONE = { accepted: 0, skipped: 0, failed: 0, unknown: 0, inFlight: 0, held: 0 };
/** SES in these moods one call after another, then as always. */
const moods = (...given: SesMood[]) => sesModel((_, call) => given[call] ?? 'accepts');

describe('sending a chunk', () => {
  it('writes to everyone once, under tags that lead back to the ledger', async () => {
    const world = await aWorld({ readers: 25 }).ready();
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 25 });
    expect([...world.ses.accepted.values()]).toEqual(Array(25).fill(1));
    const manifest = await world.manifests.find('ruhr-12', '00-000001');
    for (const { to, tags, raw, configurationSet } of world.ses.calls) {
      expect(tags).toEqual({ campaign: 'ruhr-12', chunk: '00-000001', index: expect.stringMatching(/^\d+$/) });
      const id = manifest?.subscriberIds[Number(tags.index)] ?? '';
      expect(world.subscriptions.get(id)?.address).toBe(to);
      expect([raw.toString(), configurationSet]).toEqual([`To: ${to}`, 'bulk']);
    }
  });

  it('has the arrival of watched mails told, and sends them past the list that SES keeps', async () => {
    const readers = [0, 1, 2].map((n) => aSubscription(n, n === 1 ? { isWatched: true } : {}));
    const world = await aWorld({ readers }).ready();
    await world.send();
    const watched = world.ses.calls.filter(({ tags }) => tags.watch);
    expect(watched.map(({ to, tags, configurationSet }) => [to, tags.watch, configurationSet])).toEqual([
      [aSubscription(1).address, '1', 'past-list'],
    ]);
    expect(world.ses.calls.filter(({ configurationSet }) => configurationSet === 'bulk')).toHaveLength(2);
  });

  it('records the intent for at most ten before it sends them', async () => {
    const world = await aWorld({ readers: 25 }).ready();
    const inFlightAtSend: number[] = [];
    await world.send('00-000001', {
      send: async (mail) => {
        const ledger = await world.ledger();
        expect(ledger.inFlight.has(Number(mail.tags.index))).toBe(true);
        inFlightAtSend.push(ledger.inFlight.size);
        return world.ses.send(mail);
      },
    });
    expect(inFlightAtSend).toEqual([...Array(10).fill(10), ...Array(10).fill(10), ...Array(5).fill(5)]);
  });

  it('takes eleven writes for a hundred recipients', async () => {
    const world = await aWorld({ readers: 100 }).ready();
    await world.send();
    expect(await world.ledger()).toMatchObject({ revision: 11, leaseUntil: new Date(0) });
  });

  it('sends nothing when the intent cannot be recorded', async () => {
    const world = await aWorld().ready();
    const broken = { ...world.ledgers, replace: () => Promise.reject(new Error('no table')) };
    await expect(world.send('00-000001', { ledgers: broken })).rejects.toThrow('no table');
    expect(world.ses.calls).toEqual([]);
  });

  it('skips whoever left or was suppressed after the audience was frozen', async () => {
    const world = await aWorld({ readers: 4 }).ready();
    world.subscriptions.set(subscriberId(1), aSubscription(1, { status: 'ended' }));
    world.subscriptions.set(subscriberId(2), aSubscription(2, { suppressedBecause: 'complaint' }));
    world.subscriptions.delete(subscriberId(3));
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 1, skipped: 3 });
  });

  it('skips whoever wants other topics by now', async () => {
    const world = await aWorld({ readers: 2 }).ready();
    world.subscriptions.set(subscriberId(1), aSubscription(1, { topics: ['sport'] }));
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 1, skipped: 1 });
  });

  it('settles a chunk that nobody is left of', async () => {
    const world = await aWorld({ readers: 3 }).ready();
    world.subscriptions.clear();
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, skipped: 3 });
    expect((await world.untilOver()).totals).toMatchObject({ audience: 3, skipped: 3 });
  });

  it('notes why somebody is skipped or failed, in their own place', async () => {
    const world = await aWorld({ readers: 8, ses: moods('refuses') }).ready();
    world.subscriptions.set(subscriberId(1), aSubscription(1, { status: 'ended' }));
    world.subscriptions.set(subscriberId(2), aSubscription(2, { suppressedBecause: 'complaint' }));
    world.subscriptions.set(subscriberId(3), aSubscription(3, { pausedUntil: new Date('2999-01-01') }));
    world.subscriptions.set(subscriberId(4), aSubscription(4, { topics: ['sport'] }));
    world.subscriptions.delete(subscriberId(5));
    world.unwritable.add('reader-6@example.net');
    await world.send();
    const { subscriberIds = [] } = (await world.manifests.find('ruhr-12', '00-000001')) ?? {};
    const { because, failed } = await world.ledger();
    const whyOf = (number: number) => because.get(subscriberIds.indexOf(subscriberId(number)));
    expect([1, 2, 3, 4, 5, 6].map(whyOf)).toEqual([
      'ended',
      'suppressed',
      'paused',
      'other-topics',
      'gone',
      'unwritable',
    ]);
    const refused = [...failed].filter((index) => subscriberIds[index] !== subscriberId(6));
    expect(refused.map((index) => because.get(index))).toEqual(['message-rejected']);
    expect(because.size).toBe(7);
  });

  it('lets one message that cannot be written stop no other', async () => {
    const world = await aWorld({ readers: 12 }).ready();
    world.unwritable.add('reader-5@example.net');
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 11, failed: 1 });
  });

  it.each<{ mood: SesMood; becomes: Partial<typeof NONE> }>([
    { mood: 'accepts', becomes: { accepted: 4 } },
    { mood: 'accepts-unheard', becomes: { accepted: 3, unknown: 1 } },
    { mood: 'loses', becomes: { accepted: 3, unknown: 1 } },
    { mood: 'refuses', becomes: { accepted: 3, failed: 1 } },
    // Sent again, because SES certainly did not take it.
    { mood: 'throttles', becomes: { accepted: 4 } },
    { mood: 'unreachable', becomes: { accepted: 4 } },
  ])('of four, when SES $mood one: $becomes', async ({ mood, becomes }) => {
    const world = await aWorld({ readers: 4, ses: moods('accepts', mood) }).ready();
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, ...becomes });
    expect(duplicates(world)).toEqual([]);
  });

  it('never sends an unknown again', async () => {
    const world = await aWorld({ readers: 3, ses: moods('accepts-unheard', 'loses') }).ready();
    await world.send();
    for (let again = 0; again < 3; again += 1) await world.send();
    expect(world.ses.calls).toHaveLength(3);
  });

  it('goes at half its pace after throttling', async () => {
    const world = await aWorld({ readers: 20, ses: moods('throttles') }).ready();
    await world.send();
    const lane = await world.pace.take({ holder: 'next', campaignId: 'ruhr-12', until: later(900), now: world.now() });
    expect(lane).toMatchObject({ part: expect.closeTo(0.5), most: 12 });
  });

  it('leaves the chunk to the queue when SES keeps throttling', async () => {
    const world = await aWorld({ readers: 20, ses: sesModel(() => 'throttles') }).ready();
    world.chunks.sent.length = 0;
    await world.send();
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
    expect(await sizes(world)).toEqual(NONE);
    // At most ten a window had been handed over before the first of them was answered.
    expect(world.ses.calls.length).toBeLessThanOrEqual(30);
  });

  it.each<{ mood: SesMood; because: RegExp; until?: Date }>([
    { mood: 'paused', because: /AccountSendingPausedException/ },
    { mood: 'quota-used-up', because: /quota/ },
  ])('pauses the campaign when SES is $mood, and sends nobody anything twice', async ({ mood, because }) => {
    const world = await aWorld({ readers: 30, ses: moods('accepts', 'accepts', mood) }).ready();
    await world.send();
    expect(await world.campaign()).toMatchObject({ status: 'paused', pausedBecause: expect.stringMatching(because) });
    await world.send();
    expect(world.ses.calls.length).toBeLessThanOrEqual(10);
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.untilOver()).totals).toMatchObject({ audience: 30, accepted: 30 });
    expect(duplicates(world)).toEqual([]);
  });

  it('pauses when the first messages are all refused alike: that is about us, and counts against nobody', async () => {
    let isVerified = false;
    const world = await aWorld({ readers: 30, ses: sesModel(() => (isVerified ? 'accepts' : 'refuses')) }).ready();
    await world.send();
    expect(await world.campaign()).toMatchObject({ status: 'paused', pausedBecause: expect.stringMatching(/refused/) });
    expect(await sizes(world)).toEqual(NONE);
    isVerified = true;
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.untilOver()).totals).toMatchObject({ accepted: 30, failed: 0 });
  });

  it('does not pause for refusals once something was accepted', async () => {
    const refusing = sesModel((_, call) => (call >= 10 && call < 20 ? 'refuses' : 'accepts'));
    const world = await aWorld({ readers: 30, ses: refusing }).ready();
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 20, failed: 10 });
  });

  it('pauses when a whole window gets no clear answer, before more people become unknown', async () => {
    const world = await aWorld({ readers: 90, ses: sesModel(() => 'loses') }).ready();
    await world.send();
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: expect.stringMatching(/no clear answer/),
    });
    expect(await sizes(world)).toEqual({ ...NONE, unknown: 10 });
  });

  it('goes on in another run when its time is up, long before Lambda ends it', async () => {
    const world = await aWorld({ readers: 100 }).ready();
    world.chunks.sent.length = 0;
    let remainingMs = 20_000;
    const deps = world.senderDeps();
    await world.send('00-000001', {
      remainingMs: () => remainingMs,
      sleep: async (ms) => {
        remainingMs -= ms;
        return deps.sleep(ms);
      },
      // As slow as one send in half a second.
      pace: paceInMemory(2, quotasInMemory({ perSecond: 2.5, sentLastDay: 0, readAt: 0 })),
    });
    expect(remainingMs).toBeGreaterThan(12_000);
    expect((await sizes(world)).accepted).toBeGreaterThan(5);
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
    expect((await world.untilOver()).totals).toMatchObject({ accepted: 100 });
    expect(duplicates(world)).toEqual([]);
  });

  it.each(['pause', 'cancel'] as const)('stops in the middle of a chunk after a %s', async (act) => {
    const world = await aWorld({ readers: 100 }).ready();
    let sent = 0;
    await world.send('00-000001', {
      send: async (mail) => {
        sent += 1;
        if (sent === 20) await world.campaigns[act]('ruhr-12', { because: 'An editor' });
        world.wait(1);
        return world.ses.send(mail);
      },
      remainingMs: () => 60_000,
    });
    expect(sent).toBeGreaterThanOrEqual(20);
    expect(sent).toBeLessThanOrEqual(40);
    expect(await sizes(world)).toEqual({ ...NONE, accepted: sent });
  });

  it.each(['pause', 'cancel'] as const)('sends nothing of a campaign after a %s', async (act) => {
    const world = await aWorld().ready();
    await world.campaigns[act]('ruhr-12', { because: 'An editor' });
    await world.send();
    expect(world.ses.calls).toEqual([]);
  });

  it('does nothing for a chunk that somebody works on', async () => {
    const world = await aWorld().ready();
    const read = await world.ledger();
    await world.ledgers.replace(read, takeOver(read, { holder: 'else', leaseUntil: later(60), now: world.now() }));
    await world.send();
    expect(world.ses.calls).toEqual([]);
  });

  it('tries again when a sweep wrote between its look and its claim', async () => {
    const world = await aWorld().ready();
    let isFirst = true;
    await world.send('00-000001', {
      manifests: {
        ...world.manifests,
        async find(campaignId, chunk) {
          const read = await world.ledger();
          const byTheWay = release(takeOver(read, { holder: 'sweep', now: world.now() }));
          if (isFirst) await world.ledgers.replace(read, byTheWay);
          isFirst = false;
          return world.manifests.find(campaignId, chunk);
        },
      },
    });
    expect(await sizes(world)).toEqual({ ...NONE, accepted: 25 });
  });

  it.each([
    { what: 'is missing', spoil: (world: World) => world.manifests.held.clear() },
    {
      what: 'was altered',
      spoil: (world: World) => {
        for (const manifest of world.manifests.held.values()) manifest.subscriberIds.reverse();
      },
    },
  ])('holds everyone when the manifest $what', async ({ spoil }) => {
    const world = await aWorld({ readers: 5 }).ready();
    spoil(world);
    await world.send();
    expect(await sizes(world)).toEqual({ ...NONE, held: 5 });
    expect(world.ses.calls).toEqual([]);
  });

  it('knows no chunk of an unknown campaign', async () => {
    await expect(aWorld().send()).resolves.toBeUndefined();
  });

  it('waits in the queue when every lane is taken', async () => {
    const world = await aWorld().ready();
    await world.send('00-000001', { pace: { ...world.pace, take: async () => 'taken' as const } });
    expect(world.ses.calls).toEqual([]);
    expect(world.chunks.sent).toHaveLength(2);
  });
});

describe('the pace', () => {
  it('is never above the setting in any second, with two senders at once', async () => {
    const readers = 1_000;
    const at: number[] = [];
    const world = aWorld({ readers, ses: sesModel() });
    await world.ready();
    const waiting = world.chunks.sent.splice(0);
    // Two lanes of 25 a second: two senders at once, each with a clock of its own, as fast as they may.
    let lane = 0;
    const clocks = [0, 0];
    for (const { chunk } of waiting) {
      const mine = lane % 2;
      lane += 1;
      const now = () => later((clocks[mine] as number) / 1000);
      await world.send(chunk, {
        now,
        sleep: async (ms) => {
          clocks[mine] = (clocks[mine] as number) + ms;
        },
        remainingMs: () => 60_000,
        send: async (mail) => {
          at.push(clocks[mine] as number);
          return world.ses.send(mail);
        },
      });
    }
    at.sort((one, other) => one - other);
    const mostInASecond = Math.max(...at.map((from, index) => at.findIndex((time) => time >= from + 1000) - index));
    expect(at).toHaveLength(readers);
    expect(mostInASecond).toBeLessThanOrEqual(50);
    expect(mostInASecond).toBeGreaterThan(45);
  });
});
