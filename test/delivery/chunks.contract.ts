import { beforeEach, describe, expect, it } from 'vitest';
import { followCode, linkNumber, noEngagement } from '../../lambdas/delivery/engagement.ts';
import { type EvidenceStore, proven } from '../../lambdas/delivery/evidence.ts';
import { type Ledger, moved, queued, release, takeOver } from '../../lambdas/delivery/ledger.ts';
import type { Ledgers } from '../../lambdas/delivery/ledgers.ts';
import { fingerprint, type Manifests } from '../../lambdas/delivery/manifests.ts';
import { aLedger, aManifest, later, START, someone } from './samples.ts';

export function ledgersContract(where: string, make: () => Promise<Ledgers>) {
  describe(`ledgers ${where}`, () => {
    let ledgers: Ledgers;
    const find = async (chunk = '00-000001') => (await ledgers.find('ruhr-12', chunk)) as Ledger;
    beforeEach(async () => {
      ledgers = await make();
    });

    it('gives back what was written', async () => {
      await ledgers.open(aLedger({ size: 100 }));
      const read = await find();
      expect(read).toEqual(aLedger({ size: 100 }));
      const taken = takeOver(read, { holder: 'one', leaseUntil: later(60), now: later(1) });
      const full = [0, 1, 2, 3, 4, 5].reduce(
        (ledger, index) =>
          moved(
            ledger,
            [index],
            (['inFlight', 'accepted', 'skipped', 'failed', 'unknown', 'held'] as const)[index] ?? 'held',
            later(2),
          ),
        taken,
      );
      const stored = await ledgers.replace(read, queued(full, later(3), 'seems-lost'));
      expect(await find()).toEqual(stored);
      expect(stored).toMatchObject({
        epoch: 1,
        revision: 1,
        requeues: 1,
        unknownSince: later(2),
        leaseUntil: later(60),
      });
    });

    it('knows until when it waits, until its message is queued', async () => {
      await ledgers.open(aLedger({ waitsUntil: later(3_600) }));
      const read = await find();
      expect(read.waitsUntil).toEqual(later(3_600));
      const tidied = await ledgers.replace(read, takeOver(read, { holder: 'sweep', now: later(1) }));
      expect((await find()).waitsUntil).toEqual(later(3_600));
      await ledgers.replace(tidied, queued(tidied, later(3_600), 'goes-on'));
      expect((await find()).waitsUntil).toBeUndefined();
    });

    it('keeps what is there when it is opened again', async () => {
      await ledgers.open(aLedger({ accepted: new Set([1]) }));
      await ledgers.open(aLedger());
      expect((await find()).accepted).toEqual(new Set([1]));
    });

    it('lets one of two claims through', async () => {
      await ledgers.open(aLedger());
      const read = await find();
      const claim = (holder: string) =>
        ledgers.replace(
          read,
          moved(takeOver(read, { holder, leaseUntil: later(60), now: START }), [0], 'inFlight', START),
        );
      await claim('one');
      await expect(claim('two')).rejects.toMatchObject({ fault: 'conflict' });
      expect(await find()).toMatchObject({ holder: 'one', epoch: 1, inFlight: new Set([0]) });
    });

    it('refuses the writes of a holder that was taken over', async () => {
      await ledgers.open(aLedger());
      const read = await find();
      const first = await ledgers.replace(read, takeOver(read, { holder: 'one', leaseUntil: later(60), now: START }));
      await ledgers.replace(first, takeOver(first, { holder: 'two', leaseUntil: later(120), now: later(61) }));
      const tooLate = ledgers.replace(first, moved(first, [0], 'accepted', later(62)));
      await expect(tooLate).rejects.toMatchObject({ fault: 'conflict' });
    });

    it('refuses a claim made from a state that its predecessor has changed since', async () => {
      await ledgers.open(aLedger());
      const read = await find();
      const first = await ledgers.replace(read, takeOver(read, { holder: 'one', leaseUntil: later(60), now: START }));
      // The clock of the second runs ahead: it reads, the first writes an outcome, and the second claims.
      await ledgers.replace(first, release(moved(first, [0], 'accepted', later(50))));
      const stale = ledgers.replace(first, takeOver(first, { holder: 'two', leaseUntil: later(120), now: later(61) }));
      await expect(stale).rejects.toMatchObject({ fault: 'conflict' });
      expect((await find()).accepted).toEqual(new Set([0]));
    });

    it('knows its own write when it is repeated', async () => {
      await ledgers.open(aLedger());
      const read = await find();
      const next = takeOver(read, { holder: 'one', leaseUntil: later(60), now: START });
      const stored = await ledgers.replace(read, next);
      expect(await ledgers.replace(read, next)).toEqual(stored);
    });

    it('lists a walk in order of number, and of no other campaign or walk', async () => {
      for (const chunk of ['00-000003', '00-000001', '00-000002', '01-000001']) await ledgers.open(aLedger({ chunk }));
      await ledgers.open(aLedger({ campaignId: 'ruhr-1', chunk: '00-000001' }));
      const list = async (from: number, limit: number, isExact = false) =>
        (await ledgers.range({ campaignId: 'ruhr-12', walk: 0, from, limit, isExact })).map(({ chunk }) => chunk);
      expect(await list(1, 2)).toEqual(['00-000001', '00-000002']);
      expect(await list(2, 10, true)).toEqual(['00-000002', '00-000003']);
      expect(await list(4, 10)).toEqual([]);
    });
  });
}

export function manifestsContract(where: string, make: () => Promise<Manifests>) {
  describe(`manifests ${where}`, () => {
    let manifests: Manifests;
    beforeEach(async () => {
      manifests = await make();
    });

    it.each([0, 1, 100])('gives back the %i recipients that were cut', async (howMany) => {
      const manifest = aManifest({ subscriberIds: someone(howMany), recipientsSoFar: howMany });
      expect(await manifests.cut(manifest)).toEqual(manifest);
      expect(await manifests.find('ruhr-12', '00-000001')).toEqual(manifest);
    });

    it('gives back how long each of them waits, up to a day', async () => {
      const waits = Array.from({ length: 100 }, (_, index) => (index === 99 ? 24 * 60 : index * 15));
      const manifest = aManifest({ subscriberIds: someone(100), waits });
      await manifests.cut(manifest);
      expect(await manifests.find('ruhr-12', '00-000001')).toEqual(manifest);
      expect(await manifests.last('ruhr-12', 0)).toEqual(manifest);
      expect(fingerprint(manifest)).not.toBe(fingerprint({ ...manifest, waits: waits.with(0, 1) }));
      expect(fingerprint({ ...manifest, waits: undefined })).not.toBe(fingerprint(manifest));
    });

    it('is cut once: the second planner follows the first', async () => {
      await manifests.cut(aManifest());
      const second = await manifests.cut(aManifest({ subscriberIds: someone(7), next: undefined }));
      expect(second).toEqual(aManifest());
    });

    it('says where a walk stands', async () => {
      expect(await manifests.last('ruhr-12', 0)).toBeUndefined();
      for (const number of [1, 2, 3]) await manifests.cut(aManifest({ number }));
      await manifests.cut(aManifest({ walk: 16, number: 9 }));
      expect(await manifests.last('ruhr-12', 0)).toMatchObject({ number: 3 });
      const known = await manifests.range({ campaignId: 'ruhr-12', walk: 0, from: 2, limit: 5, isExact: true });
      expect(known.map(({ number }) => number)).toEqual([2, 3]);
    });

    it('refuses an id that is none', async () => {
      await expect(async () => fingerprint({ subscriberIds: ['ada'] })).rejects.toMatchObject({ fault: 'invalid' });
    });
  });
}

export function evidenceContract(where: string, make: () => Promise<EvidenceStore>) {
  describe(`evidence ${where}`, () => {
    let evidence: EvidenceStore;
    beforeEach(async () => {
      evidence = await make();
    });

    it('only ever adds, however often and in whatever order', async () => {
      await evidence.add('ruhr-12', '00-000001', { delivery: new Set([1]) }, START);
      await evidence.add('ruhr-12', '00-000001', { send: new Set([1, 2]), delivery: new Set([2]) }, START);
      await evidence.add('ruhr-12', '00-000001', { delivery: new Set([1]) }, later(1));
      expect(await evidence.find('ruhr-12', '00-000001')).toEqual({ send: new Set([1, 2]), delivery: new Set([1, 2]) });
    });

    it('has none of a chunk nobody reported of, and takes none of indexes that no chunk has', async () => {
      await evidence.add('ruhr-12', '00-000001', { send: new Set([100, -1]) }, START);
      await evidence.add('ruhr-12', '00-000001', {}, START);
      expect(await evidence.find('ruhr-12', '00-000001')).toEqual({});
    });

    it('is read for many chunks at once', async () => {
      for (const chunk of ['00-000001', '00-000002', '00-000010', '01-000002']) {
        await evidence.add('ruhr-12', chunk, { send: new Set([1]) }, START);
      }
      const read = await evidence.range({ campaignId: 'ruhr-12', walk: 0, from: 2, limit: 9 });
      expect([...read.keys()].sort()).toEqual(['00-000002', '00-000010']);
      expect(read.get('00-000010')).toEqual({ send: new Set([1]) });
      expect((await evidence.range({ campaignId: 'ruhr-12', walk: 0, from: 2, limit: 8 })).size).toBe(1);
    });

    it('counts each mail once a kind, also one that came back twice', async () => {
      await evidence.add('ruhr-12', '00-000001', { delivery: new Set([1, 2]), complaint: new Set([2]) }, START);
      await evidence.add('ruhr-12', '00-000002', { bounce: new Set([1]), softBounce: new Set([1, 3]) }, START);
      await evidence.add('ruhr-1', '00-000002', { delivery: new Set([1]) }, START);
      expect(await evidence.count('ruhr-12', 0)).toEqual({
        ...{ deliveries: 2, bounces: 2, complaints: 1 },
        engagement: noEngagement(),
      });
    });

    it('counts opens and clicks of who agreed, over all chunks', async () => {
      const link = linkNumber('https://news.example/a');
      const follows = new Set([followCode({ index: 99, link, delayMs: 359_000, isMachine: true })]);
      const known = { tracked: new Set([3, 99]), delivery: new Set([3, 99]), open: new Set([3]) };
      await evidence.add('ruhr-12', '00-000001', { ...known, openByPerson: new Set([3]) }, START);
      await evidence.add('ruhr-12', '00-000001', { click: new Set([99]), follows }, START);
      await evidence.add('ruhr-12', '00-000001', { click: new Set([99]), follows }, START);
      await evidence.add('ruhr-12', '00-000002', known, START);
      expect((await evidence.count('ruhr-12', 0)).engagement).toEqual({
        ...{ readers: 4, opens: { raw: 2, filtered: 1 }, clicks: { raw: 1, filtered: 0 } },
        links: new Map([[link, { raw: 1, filtered: 0 }]]),
      });
      const found = await evidence.find('ruhr-12', '00-000001');
      expect(found).toEqual({ ...known, openByPerson: new Set([3]), click: new Set([99]), follows });
      expect(proven(found)).toEqual(new Set([3, 99]));
    });
  });
}
