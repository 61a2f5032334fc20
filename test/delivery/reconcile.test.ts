import { describe, expect, it } from 'vitest';
import { campaignReport } from '../../lambdas/delivery/campaign-report.ts';
import { planAudience } from '../../lambdas/delivery/plan-audience.ts';
import { reconcile } from '../../lambdas/delivery/reconcile.ts';
import { aCampaign, subscriberId } from './samples.ts';
import { eventOf, type SesMood, sesModel } from './ses-model.ts';
import { aWorld, duplicates, RECONCILE_AFTER_SECONDS, type World } from './world.ts';

const moods = (...given: SesMood[]) => sesModel((_, call) => given[call] ?? 'accepts');
const FOUR = { audience: 4, accepted: 4, skipped: 0, failed: 0, held: 0, unknown: 0, pending: 0 };

async function sent(readers: number, ...given: SesMood[]): Promise<World> {
  const world = await aWorld({ readers, ses: moods(...given) }).ready();
  for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
  return world;
}

describe('closing', () => {
  it('happens with the last chunk, so that nobody waits for a sweep, which tells the edition', async () => {
    const world = await sent(150);
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { audience: 150, accepted: 150 } });
    expect(world.markedSent).toEqual([]);
    await world.sweep();
    await world.sweep();
    expect(world.markedSent).toEqual(['ruhr-12']);
    expect(await world.campaigns.unfinished()).toEqual([]);
  });

  it('waits for every chunk, in whatever order they are done', async () => {
    const world = await aWorld({ readers: 350 }).ready();
    for (const { chunk } of world.chunks.sent.toReversed()) {
      expect(await world.campaign()).toMatchObject({ status: 'sending' });
      await world.send(chunk);
    }
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { audience: 350, accepted: 350 } });
  });

  it('happens when planning ends after everybody was written to', async () => {
    const world = aWorld({ readers: 4 });
    await world.start();
    const sendAll = async (messages: { chunk: string }[]) => {
      for (const { chunk } of messages) await world.send(chunk);
    };
    await planAudience(
      { campaignId: 'ruhr-12', shard: 0 },
      { ...world, chunks: { ...world.chunks, sendAll }, remainingMs: () => 60_000 },
    );
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: FOUR });
  });

  it('is told to the edition again when telling it failed', async () => {
    const world = await sent(4);
    const policy = world.policy();
    const markSent = () => Promise.reject(new Error('no table'));
    await expect(reconcile({ ...world, policy, markSent })).rejects.toThrow('1 campaigns');
    await world.sweep();
    expect(world.markedSent).toEqual(['ruhr-12']);
  });
});

describe('the sweep', () => {
  it('closes a campaign without audience', async () => {
    const world = await sent(0);
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { audience: 0 } });
  });

  it('closes nothing that is still being planned', async () => {
    const world = aWorld({ readers: 4 });
    await world.start();
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'planning' });
  });

  it('leaves a campaign open whose books do not balance', async () => {
    const world = await sent(4, 'accepts-unheard');
    await world.hearAll();
    const lost = { ...world.ledgers, range: async () => [] };
    await reconcile({
      ...world,
      ledgers: lost,
      policy: world.policy(),
      markSent: async () => {},
    });
    expect(await world.campaign()).toMatchObject({ status: 'sending' });
  });

  it('takes an unknown with evidence for accepted as soon as the event is there', async () => {
    const world = await sent(4, 'accepts-unheard', 'loses');
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 2, unknown: 2 });
    await world.hearAll();
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 3, unknown: 1 });
  });

  it.each(['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'])(
    'takes a %s for proof that SES took the mail',
    async (kind) => {
      const world = await sent(1, 'accepts-unheard');
      const [mail] = world.ses.calls;
      await world.hear([eventOf(kind, mail ?? { to: '', tags: {} })]);
      await world.sweep();
      expect(await world.totals()).toMatchObject({ accepted: 1, unknown: 0 });
    },
  );

  it('holds an unknown without evidence for an editor, after the waiting time and not before', async () => {
    const world = await sent(4, 'loses');
    await world.hearAll();
    world.wait(RECONCILE_AFTER_SECONDS - 1);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ unknown: 1, held: 0 });
    world.wait(1);
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { ...FOUR, accepted: 3, held: 1 } });
  });

  it('can be told to send an unknown once more, and never a third time', async () => {
    const world = await aWorld({
      readers: 4,
      ses: sesModel((mail) => (mail.tags.index === '2' ? 'loses' : 'accepts')),
    }).ready();
    world.whenSilent = 'resend';
    expect((await world.untilOver()).totals).toEqual({ ...FOUR, accepted: 3, held: 1 });
    expect(world.ses.calls.filter(({ tags }) => tags.index === '2')).toHaveLength(2);
  });

  it('sends once more only when nearly all that SES acknowledged was reported, and waits a day for that', async () => {
    const world = await aWorld({ readers: 4, ses: sesModel((_, call) => (call === 2 ? 'loses' : 'accepts')) }).ready();
    world.whenSilent = 'resend';
    await world.send();
    world.wait(RECONCILE_AFTER_SECONDS);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 3, unknown: 1, pending: 0 });
    await world.hearAll();
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 3, pending: 1 });
    expect((await world.untilOver()).totals).toEqual({ ...FOUR, accepted: 4 });
  });

  it('sends nothing a second time while an event lies among the dead letters', async () => {
    const world = await sent(4, 'loses');
    world.whenSilent = 'resend';
    world.lostEvents = 1;
    await world.hearAll();
    world.wait(RECONCILE_AFTER_SECONDS);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ unknown: 1 });
    world.wait(24 * 60 * 60);
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { ...FOUR, accepted: 3, held: 1 } });
  });

  it('sends nothing a second time before a quarter of an hour while an event is under way, however short the waiting time', async () => {
    const world = await sent(4, 'loses');
    Object.assign(world, { whenSilent: 'resend', reconcileAfterSeconds: 60, eventsUnderWay: 1 });
    await world.hearAll();
    world.wait(14 * 60);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ unknown: 1, pending: 0 });
    world.eventsUnderWay = 0;
    await world.sweep();
    expect(await world.totals()).toMatchObject({ unknown: 0, pending: 1 });
  });

  it('sends nothing a second time where SES has acknowledged nothing: silence proves nothing then', async () => {
    const world = await sent(1, 'accepts-unheard');
    world.whenSilent = 'resend';
    world.wait(RECONCILE_AFTER_SECONDS + 60);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ unknown: 1 });
    expect(world.ses.calls).toHaveLength(1);
  });

  it('takes who was held for accepted when an event comes after all, as long as the campaign runs', async () => {
    const world = await aWorld({ readers: 150, ses: moods('accepts-unheard') }).ready();
    await world.send('00-000001');
    await world.hear(world.ses.events.splice(2));
    world.wait(RECONCILE_AFTER_SECONDS);
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 99, held: 1, pending: 50 });
    await world.hearAll();
    await world.sweep();
    expect(await world.totals()).toMatchObject({ accepted: 100, held: 0, pending: 50 });
  });

  it('queues a chunk again whose message was lost, within five minutes', async () => {
    const world = await aWorld({ readers: 150 }).ready();
    world.chunks.sent.splice(0, 1);
    await world.send('00-000002');
    world.chunks.sent.length = 0;
    for (let minute = 0; minute < 5 && world.chunks.sent.length === 0; minute += 1) {
      world.wait(60);
      await world.sweep();
    }
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
    expect((await world.untilOver()).totals).toMatchObject({ audience: 150, accepted: 150 });
  });

  it('queues what is left of a chunk as soon as the lease of its dead sender has run out', async () => {
    const world = await aWorld({ readers: 30 }).ready();
    world.chunks.sent.length = 0;
    const noMore = { ...world.ledgers, replace: world.ledgers.replace };
    await world
      .send('00-000001', {
        ledgers: noMore,
        send: async (mail) => {
          noMore.replace = () => Promise.reject(new Error('the process is gone'));
          return world.ses.send(mail);
        },
      })
      .catch(() => {});
    await world.sweep();
    expect(world.chunks.sent).toEqual([]);
    world.wait(66);
    await world.sweep();
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
    expect((await world.untilOver()).totals).toMatchObject({ audience: 30, accepted: 30 });
    expect(duplicates(world)).toEqual([]);
  });

  it('does not fill the queue with chunks that wait for their turn', async () => {
    const world = await aWorld({ readers: 1_000 }).ready();
    world.chunks.sent.length = 0;
    // One chunk every two minutes, in order, while the others wait.
    for (let chunk = 1; chunk <= 8; chunk += 1) {
      await world.send(`00-00000${chunk}`);
      for (let minute = 0; minute < 2; minute += 1) {
        world.wait(55);
        await world.sweep();
      }
    }
    expect(world.chunks.sent).toEqual([]);
  });

  it('asks less and less often for a chunk that nobody comes for', async () => {
    const world = await aWorld({ readers: 1 }).ready();
    world.chunks.sent.length = 0;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      world.wait(60);
      await world.sweep();
    }
    expect(world.chunks.sent.length).toBeGreaterThan(3);
    expect(world.chunks.sent.length).toBeLessThan(12);
  });

  it('asks again for a plan whose message was lost, within five minutes', async () => {
    const world = aWorld({ readers: 4 });
    await world.start();
    for (let minute = 0; minute < 5; minute += 1) {
      world.wait(60);
      await world.sweep();
    }
    expect(world.plans.sent).toEqual([{ campaignId: 'ruhr-12', shard: 0 }]);
    expect((await world.untilOver()).totals).toEqual(FOUR);
  });

  it('brings back what was dropped while a campaign was paused, with its next run', async () => {
    const world = await aWorld({ readers: 4 }).ready();
    await world.campaigns.pause('ruhr-12', { because: 'An editor' });
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
    world.wait(3_600);
    await world.sweep();
    expect(world.chunks.sent).toEqual([]);
    await world.campaigns.resume('ruhr-12', world.now());
    await world.sweep();
    await world.sweep();
    expect(world.chunks.sent).toEqual([{ campaignId: 'ruhr-12', chunk: '00-000001' }]);
    expect((await world.untilOver()).totals).toEqual(FOUR);
  });

  it('resumes by itself what was paused for a time', async () => {
    const world = await aWorld({ readers: 4, ses: moods('quota-used-up') }).ready();
    await world.send();
    expect(await world.campaign()).toMatchObject({ status: 'paused' });
    expect((await world.untilOver(80)).totals).toEqual(FOUR);
    expect(duplicates(world)).toEqual([]);
  });

  it('ends a cancelled campaign when it knows who has the edition, and shows who has not', async () => {
    const world = await aWorld({ readers: 150, ses: moods('accepts-unheard') }).ready();
    await world.send('00-000001');
    await world.campaigns.cancel('ruhr-12');
    await world.sweep();
    expect((await world.campaign()).totals).toBeUndefined();
    await world.hearAll();
    await world.sweep();
    expect(await world.campaign()).toMatchObject({
      status: 'cancelled',
      totals: { audience: 150, accepted: 100, pending: 50, unknown: 0 },
    });
    expect(world.markedSent).toEqual([]);
    expect(await world.campaigns.unfinished()).toEqual([]);
  });

  it('looks after the others when one campaign makes trouble', async () => {
    const world = await sent(4, 'accepts-unheard');
    await world.hearAll();
    await world.campaigns.start(aCampaign({ id: 'broken-1' }));
    const find: typeof world.campaigns.find = (id) =>
      id === 'broken-1' ? Promise.reject(new Error('no such luck')) : world.campaigns.find(id);
    const campaigns = { ...world.campaigns, find };
    const policy = world.policy();
    await expect(reconcile({ ...world, campaigns, policy, markSent: async () => {} })).rejects.toThrow('1 campaigns');
    expect(await world.campaign()).toMatchObject({ status: 'closed' });
  });
});

describe('the report of a campaign', () => {
  it('shows the equation and what mailboxes answered, also while it runs', async () => {
    const world = await aWorld({ readers: 5, ses: moods('accepts', 'refuses', 'loses') }).ready();
    world.subscriptions.delete(subscriberId(4));
    await world.send();
    await world.hearAll();
    const [mail] = world.ses.calls;
    await world.hear(['Bounce', 'Complaint'].map((kind) => eventOf(kind, mail ?? { to: '', tags: {} })));
    const counted = { accepted: 2, skipped: 1, failed: 1, deliveries: 2, bounces: 1, complaints: 1 };
    expect(await campaignReport('ruhr-12', world)).toMatchObject({
      ...counted,
      edition: 'ruhr-12',
      status: 'sending',
      audience: 5,
      unknown: 1,
      held: 0,
      pending: 0,
    });
    await world.untilOver();
    expect(await campaignReport('ruhr-12', world)).toMatchObject({ ...counted, status: 'closed', unknown: 0, held: 1 });
  });

  it('says why it is paused', async () => {
    const world = await aWorld().ready();
    await world.campaigns.pause('ruhr-12', { because: 'The quota is used up' });
    const report = await campaignReport('ruhr-12', world);
    expect(report).toMatchObject({ status: 'paused', pausedBecause: 'The quota is used up', pending: 25 });
  });

  it('is not there before the edition is sent', async () => {
    await expect(campaignReport('ruhr-12', aWorld())).rejects.toMatchObject({ fault: 'not-found' });
  });
});
