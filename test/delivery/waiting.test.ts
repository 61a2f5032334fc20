import { describe, expect, it } from 'vitest';
import { lanesInMemory } from '../../lambdas/delivery/lanes.ts';
import { paceOver } from '../../lambdas/delivery/pace.ts';
import { quietPeriod } from '../../lambdas/delivery/quiet-hours.ts';
import { quotasInMemory } from '../../lambdas/delivery/quotas.ts';
import { refreshQuota } from '../../lambdas/delivery/refresh-quota.ts';
import { warmUpOn } from '../../lambdas/delivery/warm-up.ts';
import { sesModel } from './ses-model.ts';
import { aWorld, duplicates } from './world.ts';

const at = (time: string) => new Date(time);
const NIGHT = { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };

describe('quiet hours', () => {
  it.each([
    // In winter Berlin is an hour ahead of UTC.
    { now: '2026-11-02T20:59:59Z', until: undefined },
    { now: '2026-11-02T21:00:00Z', until: '2026-11-03T05:00:00Z' },
    { now: '2026-11-03T04:59:59Z', until: '2026-11-03T05:00:00Z' },
    { now: '2026-11-03T05:00:00Z', until: undefined },
    // The night before summer is an hour shorter, the one after it an hour longer.
    { now: '2026-03-28T21:00:00Z', until: '2026-03-29T04:00:00Z' },
    { now: '2026-03-29T03:59:59Z', until: '2026-03-29T04:00:00Z' },
    { now: '2026-03-29T04:00:00Z', until: undefined },
    { now: '2026-10-24T20:00:00Z', until: '2026-10-25T05:00:00Z' },
    { now: '2026-10-25T04:59:59Z', until: '2026-10-25T05:00:00Z' },
    { now: '2026-10-25T05:00:00Z', until: undefined },
  ])('of a night: at $now it is quiet until $until', ({ now, until }) => {
    expect(quietPeriod(NIGHT, at(now))?.until.toISOString()).toBe(until && at(until).toISOString());
  });

  it.each([
    {
      what: 'a noon',
      hours: { from: '12:00', until: '14:00' },
      now: '2026-11-02T12:30:00Z',
      until: '2026-11-02T13:00:00Z',
    },
    // 02:30 does not exist on the one night and exists twice on the other.
    {
      what: 'a time that is jumped over',
      hours: { from: '01:00', until: '02:30' },
      now: '2026-03-29T01:10:00Z',
      until: '2026-03-29T01:30:00Z',
    },
    {
      what: 'a time that comes twice',
      hours: { from: '01:00', until: '02:30' },
      now: '2026-10-25T00:29:00Z',
      until: '2026-10-25T00:30:00Z',
    },
    {
      what: 'the second of these',
      hours: { from: '01:00', until: '02:30' },
      now: '2026-10-25T01:15:00Z',
      until: undefined,
    },
  ])('of $what end at $until', ({ hours, now, until }) => {
    const period = quietPeriod({ ...hours, timeZone: 'Europe/Berlin' }, at(now));
    expect(period?.until.toISOString()).toBe(until && at(until).toISOString());
  });

  it('let a campaign wait, say until when, and go on by itself', async () => {
    const world = await aWorld({ readers: 150 }).ready({ quietHours: { ...NIGHT, from: '07:30', until: '10:00' } });
    await world.untilOver(3);
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: 'Nothing is sent between 07:30 and 10:00',
      pausedUntil: at('2026-11-02T09:00:00Z'),
    });
    expect(world.ses.calls).toEqual([]);
    world.wait(100 * 60);
    await world.untilOver(15);
    expect(world.ses.calls).toEqual([]);
    expect(await world.untilOver(10)).toMatchObject({ status: 'closed', totals: { accepted: 150 } });
    expect((await world.campaign()).resumedAt).toBeUndefined();
  });

  it('stop a chunk in its middle', async () => {
    const world = aWorld({ readers: 100 });
    Object.assign(world, {
      pace: paceOver(lanesInMemory(quotasInMemory({ perSecond: 5, sentLastDay: 0, readAt: 0 })), 4),
    });
    await world.ready({ quietHours: { ...NIGHT, from: '08:01', until: '08:30' } });
    world.wait(35);
    await world.send();
    const { accepted } = await world.ledger();
    // Two a second for what is left of the minute, and ten seconds until it looks again.
    expect(accepted.size).toBeGreaterThan(20);
    expect(accepted.size).toBeLessThan(80);
    expect(await world.campaign()).toMatchObject({ status: 'paused', waitsFor: 'quiet-hours' });
    expect((await world.untilOver()).totals).toMatchObject({ accepted: 100 });
    expect(duplicates(world)).toEqual([]);
  });

  it('are no matter for who resumes it in them, until the next ones', async () => {
    const world = await aWorld({ readers: 50 }).ready({ quietHours: NIGHT });
    world.wait(15 * 60 * 60);
    await world.send();
    expect(await world.campaign()).toMatchObject({ status: 'paused', waitsFor: 'quiet-hours' });
    await world.campaigns.resume('ruhr-12', world.now());
    expect((await world.untilOver(10)).totals).toMatchObject({ accepted: 50 });
  });
});

describe('a mail domain that is new', () => {
  it.each([
    { now: '2026-11-30T12:00:00Z', may: 200 },
    { now: '2026-12-01T00:00:00Z', may: 200 },
    { now: '2026-12-01T23:59:59Z', may: 200 },
    { now: '2026-12-02T00:00:00Z', may: 237 },
    { now: '2026-12-05T00:00:00Z', may: 392 },
    { now: '2026-12-09T00:00:00Z', may: 770 },
    { now: '2027-01-11T23:59:59Z', may: 200_000 },
    { now: '2027-01-12T00:00:00Z', may: undefined },
  ])('may send $may on $now', ({ now, may }) => {
    expect(warmUpOn('2026-12-01', at(now))).toBe(may);
  });

  it('lets campaigns wait for the next day, and go on by themselves', async () => {
    const world = aWorld({ readers: 500, ses: sesModel() });
    const quotas = quotasInMemory({});
    const lanes = lanesInMemory(quotas);
    const askQuota = async () => ({ perSecond: 14, perDay: 50_000, sentLastDay: 0 });
    const quota = () => refreshQuota({ quotas, lanes, askQuota, now: world.now });
    // The campaign begins at seven in the morning of the first day.
    Object.assign(world, { quotas, quota, pace: paceOver(lanes, 14, '2026-11-02') });
    await quota();
    await world.ready();
    await world.untilOver(30);
    expect(world.ses.accepted.size).toBe(200);
    expect(await world.campaign()).toMatchObject({
      status: 'paused',
      pausedBecause: 'The mail domain is new: what it may send today is sent',
      pausedUntil: at('2026-11-03T00:00:00Z'),
    });
    world.wait(15 * 60 * 60);
    await world.untilOver(5);
    expect(world.ses.accepted.size).toBe(200);
    world.wait(90 * 60);
    await world.untilOver(30);
    expect(world.ses.accepted.size).toBe(437);
    world.wait(24 * 60 * 60);
    expect(await world.untilOver(30)).toMatchObject({ status: 'closed', totals: { accepted: 500 } });
  });

  it('is known where nothing is said', () => {
    expect(warmUpOn('none', at('2026-12-01T00:00:00Z'))).toBeUndefined();
  });
});
