import { describe, expect, it } from 'vitest';
import { lanesInMemory } from '../../lambdas/delivery/lanes.ts';
import { paceOver } from '../../lambdas/delivery/pace.ts';
import { quotasInMemory } from '../../lambdas/delivery/quotas.ts';
import { refreshQuota } from '../../lambdas/delivery/refresh-quota.ts';
import type { SendQuota } from '../../lambdas/platform/ses-quota.ts';
import { later, START } from './samples.ts';
import { sesModel } from './ses-model.ts';
import { aWorld, duplicates } from './world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A world whose SES counts the last 24 hours, as it does, and says so when a sweep asks. */
function aWorldWithQuota({ perDay, readers }: { perDay: number | undefined; readers: number }) {
  const sentAt: number[] = [];
  const world = aWorld({ readers, ses: sesModel() });
  const sentLastDay = () => sentAt.filter((at) => at > world.now().getTime() - DAY_MS).length;
  const send = world.ses.send;
  let most = 0;
  world.ses.send = async (mail) => {
    sentAt.push(world.now().getTime());
    most = Math.max(most, sentLastDay());
    return send(mail);
  };
  const quotas = quotasInMemory({});
  const lanes = lanesInMemory(quotas);
  const askQuota = async (): Promise<SendQuota> => ({ perSecond: 14, perDay, sentLastDay: sentLastDay() });
  const quota = () => refreshQuota({ quotas, lanes, askQuota, now: world.now });
  Object.assign(world, { quotas, quota, pace: paceOver(lanes, 14) });
  return { world, quota, mostInADay: () => most };
}

describe('the quota of a day', () => {
  it('is used but for a tenth; then campaigns wait, say why, and go on by themselves as it frees, day after day', async () => {
    const { world, quota, mostInADay } = aWorldWithQuota({ perDay: 1_000, readers: 2_000 });
    await quota();
    await world.ready();
    await world.untilOver(30);
    const theNextDay = async () => {
      world.wait(23 * 60 * 60);
      await world.untilOver(90);
    };
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: "The day's quota of SES is used up but for what is kept for confirmations",
      waitsFor: 'day',
    });
    expect(world.ses.accepted.size).toBeGreaterThan(850);
    expect(world.ses.accepted.size).toBeLessThanOrEqual(900);

    await theNextDay();
    expect(world.ses.accepted.size).toBeGreaterThan(1_700);
    await theNextDay();
    expect(await world.campaign()).toMatchObject({ status: 'closed', totals: { accepted: 2_000 } });
    expect(mostInADay()).toBeLessThanOrEqual(900);
    expect(duplicates(world)).toEqual([]);
    // Nobody decided anything: what guards a campaign counts on.
    expect((await world.campaign()).resumedAt).toBeUndefined();
  });

  it('may be without limit', async () => {
    const { world, quota } = aWorldWithQuota({ perDay: undefined, readers: 300 });
    await quota();
    await world.ready();
    expect((await world.untilOver()).totals).toMatchObject({ accepted: 300 });
  });

  it('stops a chunk in its middle, and an editor may stop the waiting', async () => {
    const { world, quota } = aWorldWithQuota({ perDay: 60, readers: 100 });
    await quota();
    await world.ready();
    await world.send();
    expect((await world.ledger()).accepted.size).toBeLessThanOrEqual(54);
    expect(await world.campaign()).toMatchObject({ status: 'paused', waitsFor: 'day' });
    await world.campaigns.stayPaused('ruhr-12', 'An editor paused it');
    world.wait(25 * 60 * 60);
    await world.untilOver(5);
    expect(await world.campaign()).toMatchObject({ status: 'paused', pausedBecause: 'An editor paused it' });
  });
});

describe('what SES lets the account send', () => {
  const told = { perSecond: 14, perDay: 50_000, sentLastDay: 7 };
  const asking = (...answers: (SendQuota | Error)[]) => {
    let asked = 0;
    const quotas = quotasInMemory({});
    const askQuota = async () => {
      const answer = answers[asked];
      asked += 1;
      if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
      return answer;
    };
    const lanes = lanesInMemory(quotas);
    const at = (seconds: number) => refreshQuota({ quotas, lanes, askQuota, now: () => later(seconds) });
    return { at, quotas, asked: () => asked };
  };

  it('is asked once a minute, however many want to know', async () => {
    const { at, asked } = asking(told, { ...told, sentLastDay: 500 });
    await Promise.all([at(0), at(0), at(0)]);
    expect(await at(30)).toMatchObject(told);
    expect(asked()).toBe(1);
    expect(await at(60)).toMatchObject({ sentLastDay: 500, readAt: later(60) });
    expect(asked()).toBe(2);
  });

  it('stays what it was while SES does not say', async () => {
    const { at, quotas } = asking(told, new Error('Throttling'), new Error('Throttling'), { ...told, perSecond: 50 });
    await at(0);
    expect(await at(60)).toEqual({ ...told, sentBefore: 0, readAt: START });
    expect(await at(120)).toEqual({ ...told, sentBefore: 0, readAt: START });
    expect(await at(180)).toMatchObject({ perSecond: 50 });
    expect(await quotas.known()).toMatchObject({ perSecond: 50, readAt: later(180) });
  });

  it('is unknown when SES never said it', async () => {
    expect(await asking(new Error('AccessDenied')).at(0)).toBeUndefined();
  });
});
