import { describe, expect, it } from 'vitest';
import { campaignAuditInMemory } from '../../lambdas/delivery/campaign-audit.ts';
import { controlCampaign, PAUSED_BY_HAND } from '../../lambdas/delivery/control-campaign.ts';
import { recipientOutcomes } from '../../lambdas/delivery/recipient-outcomes.ts';
import { later } from './samples.ts';
import { aWorld } from './world.ts';

type Action = Parameters<typeof controlCampaign>[0]['action'];

async function aStarted({ readers = 250 } = {}) {
  const world = aWorld({ readers });
  await world.start();
  const audit = campaignAuditInMemory();
  const ask = async (action: Action) =>
    (await controlCampaign({ editionId: 'ruhr-12', action, by: 'ada' }, { ...world, audit })).status;
  return { world, audit, ask };
}

describe('a campaign under an editor', () => {
  it('is paused before anybody was written to, and goes on to all of them', async () => {
    const { world, ask } = await aStarted();
    expect(await ask('pause')).toBe('paused');
    await world.plan();
    await world.send();
    expect(world.ses.accepted.size).toBe(0);
    expect(await ask('resume')).toBe('sending');
    await world.untilOver();
    expect((await world.campaign()).totals).toMatchObject({ audience: 250, accepted: 250, pending: 0 });
    expect([...world.ses.accepted.values()].every((times) => times === 1)).toBe(true);
  });

  it('is paused in the middle of a chunk, which keeps those it has not written to', async () => {
    const { world, ask } = await aStarted();
    await world.plan();
    let sent = 0;
    await world.send('00-000001', {
      send: async (mail) => {
        sent += 1;
        if (sent === 15) await ask('pause');
        return world.ses.send(mail);
      },
      // Time passes with each look at the clock: ten seconds later, the next window asks whether it still runs.
      now: () => {
        world.wait(0.3);
        return world.now();
      },
    });
    const { accepted, unknown } = await world.ledger();
    expect(accepted.size).toBeGreaterThanOrEqual(15);
    expect(accepted.size).toBeLessThan(100);
    expect(unknown.size).toBe(0);
    await ask('resume');
    await world.untilOver();
    expect((await world.campaign()).totals).toMatchObject({ audience: 250, accepted: 250 });
    expect([...world.ses.accepted.values()].every((times) => times === 1)).toBe(true);
  });

  it('is cancelled with nothing sent: everybody stays pending, and it ends', async () => {
    const { world, ask } = await aStarted();
    await world.plan();
    expect(await ask('cancel')).toBe('cancelled');
    await world.untilOver(5);
    expect(await world.campaign()).toMatchObject({ status: 'cancelled', totals: { accepted: 0, pending: 250 } });
    expect(world.ses.accepted.size).toBe(0);
  });

  it('is cancelled halfway: who has it is told apart from who has not', async () => {
    const { world, ask } = await aStarted();
    await world.plan();
    await world.send('00-000001');
    await ask('cancel');
    await world.untilOver(5);
    expect((await world.campaign()).totals).toMatchObject({ audience: 250, accepted: 100, pending: 150 });
  });

  it('is cancelled while it is planned, and no more chunks are cut', async () => {
    const { world, ask } = await aStarted();
    await ask('cancel');
    await world.plan();
    expect(world.chunks.sent).toEqual([]);
    await world.untilOver(5);
    expect((await world.campaign()).status).toBe('cancelled');
  });

  it('stays paused when a pause of its own would have ended', async () => {
    const { world, ask } = await aStarted();
    await world.campaigns.pause('ruhr-12', { because: 'quota', until: later(60) });
    expect(await ask('pause')).toBe('paused');
    world.wait(120);
    await world.sweep();
    expect(await world.campaign()).toMatchObject({ status: 'paused', pausedBecause: PAUSED_BY_HAND });
  });

  it('takes the same wish twice', async () => {
    const { ask, audit } = await aStarted();
    for (const action of ['pause', 'pause', 'resume', 'resume', 'cancel', 'cancel'] as const) await ask(action);
    expect((await audit.list('ruhr-12')).map(({ action, by }) => `${by} ${action}`)).toHaveLength(6);
  });

  it.each<Action>(['pause', 'resume'])('refuses to %s what was cancelled', async (action) => {
    const { ask } = await aStarted();
    await ask('cancel');
    await expect(ask(action)).rejects.toMatchObject({ fault: 'conflict', message: 'This campaign has ended' });
  });

  it('refuses to resume what was never paused', async () => {
    const { ask } = await aStarted();
    await expect(ask('resume')).rejects.toMatchObject({ fault: 'conflict' });
  });

  it('says when there is no campaign', async () => {
    const { world, audit } = await aStarted();
    const asking = controlCampaign({ editionId: 'ruhr-13', action: 'pause', by: 'ada' }, { ...world, audit });
    await expect(asking).rejects.toMatchObject({ fault: 'not-found' });
    expect(await audit.list('ruhr-13')).toEqual([]);
  });
});

/** When an editor acts: each leaves a campaign to 1,250 in another state. */
const MOMENTS: { when: string; until: (world: Awaited<ReturnType<typeof aStarted>>['world']) => Promise<unknown> }[] = [
  { when: 'before anything is planned', until: async () => undefined },
  { when: 'while it is planned', until: (world) => world.plan(undefined, 5_000) },
  { when: 'with a full queue and nothing sent', until: (world) => world.plan() },
  {
    when: 'with a full queue and some sent',
    until: async (world) => {
      await world.plan();
      await world.send('00-000001');
    },
  },
];

describe.each(MOMENTS)('$when', ({ until }) => {
  const aCampaign = async () => {
    const campaign = await aStarted({ readers: 1_250 });
    await until(campaign.world);
    return { ...campaign, sent: campaign.world.ses.accepted.size };
  };
  /** Whatever was queued before is delivered, and finds a campaign that does not run. */
  const handleAll = async (world: Awaited<ReturnType<typeof aStarted>>['world']) => {
    for (const plan of world.plans.sent.splice(0)) await world.plan(plan);
    for (const { chunk } of world.chunks.sent.splice(0)) await world.send(chunk);
  };

  it('a pause stops it: nobody is written to whatever the queue brings, and a resume reaches all, once', async () => {
    const { world, ask, sent } = await aCampaign();
    expect(await ask('pause')).toBe('paused');
    for (let minute = 0; minute < 3; minute += 1) {
      await handleAll(world);
      await world.sweep();
      world.wait(60);
    }
    expect(world.ses.accepted.size).toBe(sent);
    expect(['planning', 'sending']).toContain(await ask('resume'));
    await world.untilOver();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { audience: 1_250, accepted: 1_250 } });
    expect([...world.ses.accepted.values()].every((times) => times === 1)).toBe(true);
  });

  it('a cancel ends it: nobody more is written to, and the books say who has it and who has not', async () => {
    const { world, ask, sent } = await aCampaign();
    expect(await ask('cancel')).toBe('cancelled');
    await handleAll(world);
    await world.untilOver(5);
    const { status, totals } = await world.campaign();
    expect(status).toBe('cancelled');
    expect(world.ses.accepted.size).toBe(sent);
    expect(totals).toMatchObject({ accepted: sent, skipped: 0, failed: 0, held: 0, unknown: 0 });
    expect(totals && totals.accepted + totals.pending).toBe(totals?.audience);
    const got = await recipientOutcomes({ campaignId: 'ruhr-12', wanted: new Set(['accepted']), limit: 1_000 }, world);
    expect(got.recipients).toHaveLength(sent);
    await expect(ask('resume')).rejects.toMatchObject({ fault: 'conflict' });
  });
});
