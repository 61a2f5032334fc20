import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadFile } from '../../../lambdas/audience/imports/import-records.ts';
import type { Decision } from '../../../lambdas/audience/imports/import-run.ts';
import { type Import, type ImportCounters, type ImportRecords, OUTCOMES } from '../../../lambdas/audience/index.ts';
import { hoursAfter, MONDAY } from '../samples.ts';

const which = { publicationId: 'ruhr', importId: 'mm8z9ww0-df9d06' };
const FORGET = hoursAfter(30 * 24);

const counters = (some: Partial<ImportCounters> = {}): ImportCounters => ({
  ...(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as ImportCounters),
  ...some,
});

const begun: Import = {
  ...{ id: which.importId, publicationId: 'ruhr', state: 'uploading', fileName: 'liste.csv', bytes: 12, parts: {} },
  ...{ rows: { total: 0, done: 0 }, pages: { total: 0, done: 0 }, run: 0, counters: counters() },
  ...{ unknownTopics: [], reportParts: 0, by: 'erna', beganAt: MONDAY },
};
const read: ReadFile = {
  ...{ format: 'mailchimp', encoding: 'utf-8', delimiter: ';', columns: ['email', 'tags'], hasHeader: true },
  ...{ proposed: ['address', null], readyAt: hoursAfter(1), rows: 1_200, pages: 3 },
};
const decision: Decision = {
  ...{ decided: ['address', 'topics'], provenance: 'Auf der Fachtagung 2025', dryRun: false, by: 'olga' },
  decidedAt: hoursAfter(2),
};
const page = (number: number, some: Partial<ImportCounters> = { added: 400 }, unknownTopics: string[] = []) => ({
  ...{ page: number, counters: counters(some), rows: 400, unknownTopics, at: hoursAfter(3) },
});

/** What the store of imports promises. */
export function importRecordsContract(name: string, make: () => Promise<ImportRecords>): void {
  let imports: ImportRecords;
  beforeEach(async () => {
    imports = await make();
  });

  const ready = async () => {
    await imports.begin(begun, FORGET);
    await imports.endUpload(which);
    await imports.ready(which, read);
  };

  describe(`imports ${name}`, () => {
    it('know what was begun, newest first, each publication its own', async () => {
      expect(await imports.find(which)).toBeUndefined();
      await imports.begin(begun, FORGET);
      await imports.begin({ ...begun, id: 'mm8z9ww1-000000', fileName: 'b.csv' }, FORGET);
      await imports.begin({ ...begun, publicationId: 'courier' }, FORGET);
      expect(await imports.find(which)).toEqual(begun);
      expect((await imports.list('ruhr', 10)).map(({ id }) => id)).toEqual(['mm8z9ww1-000000', which.importId]);
      expect(await imports.list('ruhr', 1)).toHaveLength(1);
    });

    it('note parts while the file is uploaded, the last one of a number', async () => {
      await imports.begin(begun, FORGET);
      await imports.notePart(which, 2, { bytes: 4, hash: 'bb' });
      await imports.notePart(which, 1, { bytes: 3, hash: 'aa' });
      const noted = await imports.notePart(which, 2, { bytes: 5, hash: 'cc' });
      expect(noted?.parts).toEqual({ 1: { bytes: 3, hash: 'aa' }, 2: { bytes: 5, hash: 'cc' } });
      expect((await imports.endUpload(which))?.state).toBe('reading');
      expect(await imports.notePart(which, 3, { bytes: 5, hash: 'cc' })).toBeUndefined();
      expect(await imports.endUpload(which)).toBeUndefined();
    });

    it('go from one step to the next and no other way', async () => {
      await imports.begin(begun, FORGET);
      expect(await imports.ready(which, read)).toBeUndefined();
      expect(await imports.decide(which, decision)).toBeUndefined();
      await imports.endUpload(which);
      const { rows, pages, ...found } = read;
      expect(await imports.ready(which, read)).toMatchObject({
        ...found,
        state: 'ready',
        rows: { total: 1_200, done: 0 },
      });
      expect(await imports.ready(which, read)).toBeUndefined();
      expect(await imports.decide(which, decision)).toMatchObject({ ...decision, state: 'running', run: 1 });
      expect(await imports.decide(which, decision)).toBeUndefined();
    });

    it('count each page once, in its order, and only for its own run', async () => {
      await ready();
      await imports.decide(which, { ...decision, dryRun: true });
      const first = { ...which, run: 1 };
      expect(await imports.commit(first, page(1))).toBeUndefined();
      expect(await imports.commit(first, page(0, { added: 399, invalid: 1 }, ['Sport']))).toMatchObject({
        ...{ state: 'running', rows: { total: 1_200, done: 400 }, pages: { total: 3, done: 1 } },
        ...{ counters: counters({ added: 399, invalid: 1 }), unknownTopics: ['Sport'], reportParts: 1 },
      });
      expect(await imports.commit(first, page(0))).toBeUndefined();
      await imports.commit(first, page(1, { added: 400 }, ['Sport', 'Chor']));
      expect(await imports.commit(first, page(2))).toMatchObject({
        ...{ state: 'ready', triedAt: hoursAfter(3), counters: counters({ added: 1_199, invalid: 1 }) },
        ...{ unknownTopics: ['Sport', 'Chor'], dryRun: true },
      });

      const again = await imports.decide(which, decision);
      expect(again).toMatchObject({ run: 2, counters: counters(), rows: { total: 1_200, done: 0 }, unknownTopics: [] });
      expect(again?.triedAt).toBeUndefined();
      // A worker of the dry run that woke up late.
      expect(await imports.commit(first, page(0))).toBeUndefined();
      for (const number of [0, 1]) await imports.commit({ ...which, run: 2 }, page(number));
      expect(await imports.commit({ ...which, run: 2 }, page(2))).toMatchObject({
        state: 'done',
        endedAt: hoursAfter(3),
      });
      expect(await imports.decide(which, decision)).toBeUndefined();
    });

    it('are cancelled at once while nobody works on them, and after the page that is under way', async () => {
      await ready();
      expect(await imports.cancel(which, hoursAfter(4))).toMatchObject({ state: 'cancelled', endedAt: hoursAfter(4) });
      expect(await imports.decide(which, decision)).toBeUndefined();

      await ready();
      await imports.decide(which, decision);
      expect(await imports.cancel(which, hoursAfter(4))).toMatchObject({
        state: 'running',
        cancelledAt: hoursAfter(4),
      });
      expect(await imports.commit({ ...which, run: 1 }, page(0))).toMatchObject({
        ...{ state: 'cancelled', counters: counters({ added: 400 }) },
      });
      expect(await imports.cancel(which, hoursAfter(5))).toBeUndefined();
    });

    it('are done when the last page was under way as they were cancelled, unless it was a dry run', async () => {
      for (const { dryRun, state } of [
        { dryRun: false, state: 'done' },
        { dryRun: true, state: 'cancelled' },
      ]) {
        await imports.begin(begun, FORGET);
        await imports.endUpload(which);
        await imports.ready(which, { ...read, pages: 1 });
        await imports.decide(which, { ...decision, dryRun });
        await imports.cancel(which, hoursAfter(4));
        expect(await imports.commit({ ...which, run: 1 }, page(0))).toMatchObject({ state });
      }
    });

    it('fail while they are on their way, with the place', async () => {
      await imports.begin(begun, FORGET);
      await imports.endUpload(which);
      const failed = await imports.fail(which, { kind: 'broken-quotes', line: 7 }, hoursAfter(1));
      expect(failed).toMatchObject({
        state: 'failed',
        problem: { kind: 'broken-quotes', line: 7 },
        endedAt: hoursAfter(1),
      });
      await ready();
      expect(await imports.fail(which, { kind: 'file-gone' }, hoursAfter(1))).toBeUndefined();
    });

    it('keep at most twenty topics that the publication lacks', async () => {
      await ready();
      await imports.decide(which, decision);
      const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
      const committed = await imports.commit({ ...which, run: 1 }, page(0, {}, names));
      expect(committed?.unknownTopics).toHaveLength(20);
    });
  });
}
