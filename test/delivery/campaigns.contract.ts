import { beforeEach, describe, expect, it } from 'vitest';
import type { Campaigns } from '../../lambdas/delivery/campaigns.ts';
import type { Ledgers } from '../../lambdas/delivery/ledgers.ts';
import { aCampaign, aLedger, later, START } from './samples.ts';

const TOTALS = { audience: 4, accepted: 4, skipped: 0, failed: 0, held: 0, unknown: 0, pending: 0 };

export function campaignsContract(where: string, make: () => Promise<{ campaigns: Campaigns; ledgers: Ledgers }>) {
  describe(`campaigns ${where}`, () => {
    let campaigns: Campaigns;
    let ledgers: Ledgers;
    beforeEach(async () => {
      ({ campaigns, ledgers } = await make());
    });

    it('plans from the start, and sends once every walk has ended', async () => {
      await campaigns.start(aCampaign());
      expect(await campaigns.find('ruhr-12')).toMatchObject({ ...aCampaign(), status: 'planning', walks: {} });
      await campaigns.endWalk('ruhr-12', 0, { chunks: 2, recipients: 150 });
      expect(await campaigns.glance('ruhr-12')).toMatchObject({
        status: 'sending',
        walks: { '00': { chunks: 2, recipients: 150 } },
      });
    });

    it("keeps the time at which it goes by its readers' clocks", async () => {
      await campaigns.start(aCampaign({ readersTime: '2026-11-02T08:00' }));
      expect(await campaigns.find('ruhr-12')).toMatchObject({ readersTime: '2026-11-02T08:00' });
      await campaigns.start(aCampaign({ id: 'ruhr-13' }));
      expect((await campaigns.find('ruhr-13'))?.readersTime).toBeUndefined();
    });

    it('notes until when there is nothing to do for it, unless it has ended', async () => {
      await campaigns.start(aCampaign());
      expect((await campaigns.find('ruhr-12'))?.restsUntil).toBeUndefined();
      await campaigns.rest('ruhr-12', later(3_600));
      await campaigns.pause('ruhr-12', { because: 'An editor' });
      await campaigns.rest('ruhr-12', later(7_200));
      expect((await campaigns.find('ruhr-12'))?.restsUntil).toEqual(later(7_200));
      await campaigns.cancel('ruhr-12');
      await expect(campaigns.rest('ruhr-12', later(9_000))).rejects.toMatchObject({ fault: 'conflict' });
    });

    it('remembers how many messages in a row had no answer, of campaigns that are there', async () => {
      await campaigns.noteTroubles('ruhr-12', 3);
      expect(await campaigns.find('ruhr-12')).toBeUndefined();
      await campaigns.start(aCampaign());
      expect((await campaigns.find('ruhr-12'))?.troubles).toBe(0);
      await campaigns.noteTroubles('ruhr-12', 3);
      expect((await campaigns.glance('ruhr-12'))?.troubles).toBe(3);
    });

    it('starts once: a second start finds the first', async () => {
      await campaigns.start(aCampaign());
      const again = await campaigns.start(aCampaign({ startedAt: later(60), contentHash: 'other' }));
      expect(again).toMatchObject({ startedAt: START, contentHash: 'abc' });
    });

    it('keeps the first end of a walk', async () => {
      await campaigns.start(aCampaign());
      await campaigns.endWalk('ruhr-12', 0, { chunks: 2, recipients: 150 });
      await campaigns.endWalk('ruhr-12', 0, { chunks: 3, recipients: 250 });
      expect((await campaigns.find('ruhr-12'))?.walks).toEqual({ '00': { chunks: 2, recipients: 150 } });
    });

    it('sweeps forwards only', async () => {
      await campaigns.start(aCampaign());
      const sum = (to: number) => ({ '00': { to, totals: TOTALS } });
      expect((await campaigns.find('ruhr-12'))?.settled).toEqual({});
      await campaigns.sweepTo('ruhr-12', 0, 5, sum(5));
      await campaigns.sweepTo('ruhr-12', 0, 3, sum(3));
      expect(await campaigns.find('ruhr-12')).toMatchObject({ sweptTo: { '00': 5 }, settled: sum(5) });
    });

    it('says why it is paused, and nothing of it once it goes on', async () => {
      await campaigns.start(aCampaign());
      await campaigns.pause('ruhr-12', { because: 'The quota is used up', until: later(3600) });
      expect(await campaigns.find('ruhr-12')).toMatchObject({
        status: 'paused',
        pausedBecause: 'The quota is used up',
        pausedUntil: later(3600),
      });
      await campaigns.resume('ruhr-12', later(60));
      const resumed = await campaigns.find('ruhr-12');
      expect(resumed).toMatchObject({ status: 'planning', resumedAt: later(60) });
      expect(resumed?.pausedBecause).toBeUndefined();
      expect(resumed?.pausedUntil).toBeUndefined();
    });

    it('forgets the end of an earlier pause', async () => {
      await campaigns.start(aCampaign());
      await campaigns.pause('ruhr-12', { because: 'quota', until: later(3600) });
      await campaigns.resume('ruhr-12', later(60));
      await campaigns.pause('ruhr-12', { because: 'An editor' });
      expect((await campaigns.find('ruhr-12'))?.pausedUntil).toBeUndefined();
    });

    it('stays paused when somebody wants it to, for their reason', async () => {
      await campaigns.start(aCampaign());
      await expect(campaigns.stayPaused('ruhr-12', 'An editor')).rejects.toMatchObject({ fault: 'conflict' });
      await campaigns.pause('ruhr-12', { because: 'quota', until: later(3600) });
      await campaigns.stayPaused('ruhr-12', 'An editor');
      const paused = await campaigns.find('ruhr-12');
      expect(paused).toMatchObject({ status: 'paused', pausedBecause: 'An editor' });
      expect(paused?.pausedUntil).toBeUndefined();
    });

    type Step = 'pause' | 'resume' | 'cancel' | 'end';
    const act: Record<Step, (campaigns: Campaigns) => Promise<void>> = {
      pause: (store) => store.pause('ruhr-12', { because: 'An editor' }),
      resume: (store) => store.resume('ruhr-12', later(1)),
      cancel: (store) => store.cancel('ruhr-12'),
      end: (store) => store.end('ruhr-12', TOTALS, later(2)),
    };
    it.each<{ after: Step[]; step: Step }>([
      { after: [], step: 'resume' },
      { after: ['pause'], step: 'pause' },
      { after: ['pause', 'resume'], step: 'resume' },
      { after: ['cancel'], step: 'cancel' },
      { after: ['cancel'], step: 'pause' },
      { after: ['cancel'], step: 'resume' },
      { after: ['cancel', 'end'], step: 'end' },
      { after: ['end'], step: 'end' },
      { after: ['end'], step: 'cancel' },
      { after: ['end'], step: 'pause' },
    ])('after $after refuses to $step', async ({ after, step }) => {
      await campaigns.start(aCampaign());
      for (const before of after) await act[before](campaigns);
      await expect(act[step](campaigns)).rejects.toMatchObject({ fault: 'conflict' });
    });

    it('refuses to pause what does not exist', async () => {
      await expect(act.pause(campaigns)).rejects.toMatchObject({ fault: 'conflict' });
      expect(await campaigns.find('ruhr-12')).toBeUndefined();
    });

    it('is found by sweeps until it has ended and they leave it', async () => {
      await campaigns.start(aCampaign());
      await campaigns.start(aCampaign({ id: 'courier-3' }));
      await campaigns.pause('courier-3', { because: 'An editor' });
      expect(await campaigns.unfinished()).toEqual(['courier-3', 'ruhr-12']);
      await campaigns.end('ruhr-12', TOTALS, later(2));
      await campaigns.cancel('courier-3');
      for (const id of ['ruhr-12', 'courier-3', 'nobody-1']) await campaigns.leave(id);
      expect(await campaigns.unfinished()).toEqual(['courier-3']);
      await campaigns.end('courier-3', { ...TOTALS, pending: 4 }, later(3));
      expect(await campaigns.unfinished()).toEqual(['courier-3']);
      await campaigns.leave('courier-3');
      expect(await campaigns.unfinished()).toEqual([]);
      expect(await campaigns.find('nobody-1')).toBeUndefined();
      expect(await campaigns.find('ruhr-12')).toMatchObject({ status: 'closed', closedAt: later(2), totals: TOTALS });
      expect(await campaigns.find('courier-3')).toMatchObject({ status: 'cancelled' });
    });

    it('counts from the ledgers until it has ended, then answers what it closed with', async () => {
      await campaigns.start(aCampaign());
      await ledgers.open(aLedger({ accepted: new Set([0, 1]), inFlight: new Set([2]) }));
      await ledgers.open(
        aLedger({ chunk: '00-000002', skipped: new Set([0]), failed: new Set([1]), unknown: new Set([2]) }),
      );
      expect(await campaigns.totals('ruhr-12')).toEqual({
        audience: 8,
        accepted: 2,
        skipped: 1,
        failed: 1,
        held: 0,
        unknown: 1,
        pending: 3,
      });
      await campaigns.end('ruhr-12', TOTALS, later(2));
      expect(await campaigns.totals('ruhr-12')).toEqual(TOTALS);
    });
  });
}
