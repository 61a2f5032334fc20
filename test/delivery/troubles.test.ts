import { describe, expect, it } from 'vitest';
import { aSubscription, later, subscriberId } from './samples.ts';
import { type SesMood, sesModel } from './ses-model.ts';
import { aWorld, duplicates, type World } from './world.ts';

/** SES in these moods one call after another, then as always. */
const moods = (...given: SesMood[]) => sesModel((_, call) => given[call] ?? 'accepts');
const times = (many: number, mood: SesMood): SesMood[] => Array(many).fill(mood);
const paused = async (world: World) => {
  const { status, pausedBecause, pausedUntil } = await world.campaign();
  return { isPaused: status === 'paused', pausedBecause, pausedUntil };
};

/** A sender with time for so few messages that none of its runs sees five of them. */
async function sendThree(world: World, chunk = '00-000001') {
  let remainingMs = 14_000 + 3 * 40;
  await world.send(chunk, {
    remainingMs: () => remainingMs,
    send: async (mail) => {
      remainingMs -= 40;
      return world.ses.send(mail);
    },
  });
}

describe('messages in a row of which SES does not say what became', () => {
  it('pause a campaign when they are five, also within a window that goes on well', async () => {
    const world = await aWorld({
      readers: 30,
      ses: moods(...times(2, 'accepts'), ...times(5, 'accepts-unheard')),
    }).ready();
    await world.send();
    expect(await paused(world)).toEqual({
      isPaused: true,
      pausedBecause: 'SES gave no clear answer to 5 messages in a row',
      pausedUntil: undefined,
    });
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.untilOver()).totals).toMatchObject({ audience: 30, accepted: 30 });
    expect(duplicates(world)).toEqual([]);
  });

  it('pause nothing when they are four, twice', async () => {
    const four = times(4, 'accepts-unheard');
    const world = await aWorld({ readers: 30, ses: moods(...four, 'accepts', ...four) }).ready();
    await world.send();
    expect((await paused(world)).isPaused).toBe(false);
    expect((await world.campaign()).troubles).toBe(0);
  });

  it('are counted from one window to the next', async () => {
    const world = await aWorld({
      readers: 30,
      ses: moods(...times(7, 'accepts'), ...times(5, 'loses')),
    }).ready();
    await world.send();
    expect((await paused(world)).pausedBecause).toMatch(/no clear answer to \d messages in a row/);
  });

  it('are counted from one run to the next, and over the chunks of a campaign', async () => {
    const world = await aWorld({ readers: 130, ses: moods(...times(6, 'loses')) }).ready();
    await sendThree(world, '00-000001');
    expect((await paused(world)).isPaused).toBe(false);
    const left = (await world.campaign()).troubles;
    expect(left).toBeGreaterThan(1);
    await sendThree(world, '00-000002');
    expect((await paused(world)).isPaused).toBe(true);
  });

  it('are forgotten with the first clear answer of another run', async () => {
    const world = await aWorld({ readers: 130, ses: moods(...times(2, 'loses')) }).ready();
    await sendThree(world);
    await world.send('00-000002');
    expect((await world.campaign()).troubles).toBe(0);
  });

  it('end by themselves after ten minutes where SES was only not there: nobody has the mail', async () => {
    const world = await aWorld({ readers: 30, ses: moods(...times(5, 'unreachable')) }).ready();
    await world.send();
    await world.send();
    expect(await paused(world)).toEqual({
      isPaused: true,
      pausedBecause: 'SES could not be reached 5 times in a row',
      pausedUntil: expect.any(Date),
    });
    const { status, totals } = await world.untilOver();
    expect({ status, accepted: totals?.accepted }).toEqual({ status: 'closed', accepted: 30 });
    expect(duplicates(world)).toEqual([]);
  });

  it('begin anew when somebody resumes the campaign', async () => {
    const world = await aWorld({ readers: 60, ses: moods(...times(6, 'loses')) }).ready();
    await world.send();
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.campaign()).troubles).toBe(0);
  });
});

describe('who leaves during the send', () => {
  it('gets nothing, unless their window had begun', async () => {
    const world = await aWorld({ readers: 30 }).ready();
    const ids = (await world.manifests.find('ruhr-12', '00-000001'))?.subscriberIds ?? [];
    const numberOf = (id = '') => Array.from({ length: 30 }, (_, n) => n).find((n) => subscriberId(n) === id) ?? -1;
    const [inWindow, inNext, atTheEnd, erased] = [5, 15, 29, 20].map((index) => numberOf(ids[index]));
    await world.send('00-000001', {
      send: async (mail) => {
        if (mail.tags.index === '2') {
          for (const n of [inWindow, inNext])
            world.subscriptions.set(subscriberId(n as number), aSubscription(n as number, { status: 'ended' }));
          world.subscriptions.set(
            subscriberId(atTheEnd as number),
            aSubscription(atTheEnd as number, { suppressedBecause: 'complaint' }),
          );
          world.subscriptions.delete(subscriberId(erased as number));
        }
        return world.ses.send(mail);
      },
    });
    const { skipped, accepted } = await world.ledger();
    expect([...skipped].sort((one, other) => one - other)).toEqual([15, 20, 29]);
    expect(accepted.size).toBe(27);
  });

  it('for another address gets it there, once, also when the former one was served already', async () => {
    const world = await aWorld({ readers: 30 }).ready();
    const ids = (await world.manifests.find('ruhr-12', '00-000001'))?.subscriberIds ?? [];
    const moveTo = (former: number, n: number) => {
      const { address: _, ...own } = world.subscriptions.get(ids[former] as string) ?? aSubscription(former);
      const because = { status: 'ended', endedBecause: 'address-change', movedTo: subscriberId(n) } as const;
      world.subscriptions.set(own.subscriberId, { ...own, address: 'former@example.net', ...because });
      world.subscriptions.set(subscriberId(n), aSubscription(n, { confirmedAt: later(30) }));
    };
    await world.send('00-000001', {
      send: async (mail) => {
        if (mail.tags.index === '2')
          for (const [former, n] of [
            [1, 101],
            [25, 125],
          ] as const)
            moveTo(former, n);
        return world.ses.send(mail);
      },
    });
    const { accepted, skipped } = await world.ledger();
    expect([accepted.size, skipped.size]).toEqual([30, 0]);
    expect(world.ses.accepted.get('reader-125@example.net')).toBe(1);
    expect(world.ses.accepted.has('reader-101@example.net')).toBe(false);
  });

  it('may be a whole chunk, and the campaign goes on', async () => {
    const world = await aWorld({ readers: 250 }).ready();
    const first = await world.manifests.find('ruhr-12', '00-000001');
    for (const id of first?.subscriberIds ?? []) world.subscriptions.delete(id);
    expect((await world.untilOver()).totals).toMatchObject({ audience: 250, skipped: 100, accepted: 150 });
  });

  it('makes no room in the audience for who came later', async () => {
    const world = await aWorld({ readers: 20 }).ready();
    for (const n of [30, 31]) world.subscriptions.set(subscriberId(n), aSubscription(n, { confirmedAt: later(5) }));
    world.subscriptions.delete(subscriberId(3));
    expect((await world.untilOver()).totals).toMatchObject({ audience: 20, accepted: 19, skipped: 1 });
    expect(world.ses.accepted.has('reader-30@example.net')).toBe(false);
  });
});

describe('what fails between two windows', () => {
  it.each(['recipients', 'campaigns'] as const)('%s: the answers of the last one are kept', async (what) => {
    const world = await aWorld({ readers: 30 }).ready();
    let calls = 0;
    const failing = <Arguments extends unknown[], Result>(act: (...args: Arguments) => Promise<Result>) => {
      return (...args: Arguments): Promise<Result> => {
        calls += 1;
        return calls === 2 ? Promise.reject(new Error('throttled')) : act(...args);
      };
    };
    const changes =
      what === 'recipients'
        ? { recipients: { recheck: failing(world.recipients.recheck) } }
        : { campaigns: { ...world.campaigns, glance: failing(world.campaigns.glance) } };
    let sent = 0;
    const send: typeof world.ses.send = (mail) => {
      sent += 1;
      // As slow as it takes for the campaign to be looked at between the windows.
      if (sent % 10 === 0) world.wait(11);
      return world.ses.send(mail);
    };
    await expect(world.send('00-000001', { ...changes, send })).rejects.toThrow('throttled');
    const { accepted, inFlight, unknown, leaseUntil } = await world.ledger();
    expect([accepted.size, inFlight.size, unknown.size]).toEqual([10, 0, 0]);
    expect(leaseUntil.getTime()).toBe(0);
    expect((await world.untilOver()).totals).toMatchObject({ audience: 30, accepted: 30 });
    expect(duplicates(world)).toEqual([]);
  });
});
