import { describe, expect, it } from 'vitest';
import type { CompositionRun, EditionCheck, Editions } from '../../lambdas/digest/editions.ts';
import { anEdition } from './samples.ts';

const HASH = 'a'.repeat(64);
const at = (time: string) => new Date(time);

/** What every store of editions promises. */
export function editionsContract(where: string, empty: () => Promise<Editions> | Editions): void {
  describe(`editions ${where}`, () => {
    it('give back an edition as it was written, dates, events and all', async () => {
      const editions = await empty();
      const edition = anEdition(12, { leftOut: 3 });
      await editions.create(edition, 'r1');
      expect(await editions.find('ruhr-12')).toEqual(edition);
    });

    it.each(['ruhr-13', 'ruhr', 'ruhr-0', 'ruhr-012', '', 'x'.repeat(300), 'ruhr-99999999999'])(
      'know no edition %j',
      async (id) => {
        const editions = await empty();
        await editions.create(anEdition(12), 'r1');
        expect(await editions.find(id)).toBeUndefined();
      },
    );

    it('list the highest number first, page by page, each publication for itself', async () => {
      const editions = await empty();
      for (const number of [1, 2, 9, 10, 11]) await editions.create(anEdition(number), `r${number}`);
      await editions.create(anEdition(99, { id: 'courier-99', publicationId: 'courier' }), 'c');
      const numbers = async (options: { limit: number; before?: number }) =>
        (await editions.list('ruhr', options)).map(({ number }) => number);
      expect(await numbers({ limit: 3 })).toEqual([11, 10, 9]);
      expect(await numbers({ limit: 3, before: 9 })).toEqual([2, 1]);
      expect(await numbers({ limit: 3, before: 1 })).toEqual([]);
    });

    it('remember what was picked by hand, and what only a segment got', async () => {
      const editions = await empty();
      const edition = anEdition(12, { isByHand: true, shortened: 3, seen: ['a1', 'a2'] });
      await editions.create(edition, 'r1');
      expect(await editions.find('ruhr-12')).toEqual(edition);
      const frozenAt = at('2026-11-23T06:00:00Z');
      const frozen = { ...edition, status: 'frozen', frozenAt, forSegment: true };
      expect(await editions.freeze('ruhr-12', HASH, frozenAt, { forSegment: true })).toEqual(frozen);
      expect(await editions.freeze('ruhr-12', HASH, at('2026-11-23T07:00:00Z'))).toEqual(frozen);
    });

    describe('numbering', () => {
      it('gives the next number, and the same one to a repeated request', async () => {
        const editions = await empty();
        await editions.create(anEdition(4), 'earlier');
        expect(await editions.claimNumber('ruhr', 'r1')).toBe(5);
        expect(await editions.claimNumber('ruhr', 'r1')).toBe(5);
      });

      it('lets only one request write a number, and the other move on', async () => {
        const editions = await empty();
        expect(await editions.claimNumber('ruhr', 'r1')).toBe(1);
        expect(await editions.claimNumber('ruhr', 'r2')).toBe(1);
        expect(await editions.create(anEdition(1), 'r1')).toMatchObject({ number: 1 });
        expect(await editions.create(anEdition(1), 'r2')).toBeUndefined();
        expect(await editions.moveClaim('ruhr', 'r2', 1)).toBe(2);
        expect(await editions.moveClaim('ruhr', 'r2', 1)).toBe(2);
        expect(await editions.claimNumber('ruhr', 'r2')).toBe(2);
      });

      it('keeps what the first of two composers of one request wrote', async () => {
        const editions = await empty();
        await editions.claimNumber('ruhr', 'r1');
        expect(await editions.findComposed('ruhr', 'r1')).toBeUndefined();
        await editions.create(anEdition(1, { subject: 'Erste' }), 'r1');
        expect(await editions.create(anEdition(1, { subject: 'Zweite' }), 'r1')).toMatchObject({ subject: 'Erste' });
        expect(await editions.findComposed('ruhr', 'r1')).toMatchObject({ subject: 'Erste' });
        expect(await editions.findComposed('ruhr', 'r2')).toBeUndefined();
      });
    });

    describe('a draft', () => {
      it('changes as long as it is a draft, and only from what it was made of', async () => {
        const editions = await empty();
        const edition = anEdition(12);
        await editions.create(edition, 'r1');
        const [first] = edition.items;
        const revised = { ...edition, subject: 'Neu', items: first ? [first] : [], contentHash: 'b'.repeat(64) };
        expect(await editions.revise(revised, 'c'.repeat(64))).toBe(false);
        expect(await editions.find('ruhr-12')).toEqual(edition);
        expect(await editions.revise(revised, HASH)).toBe(true);
        expect(await editions.find('ruhr-12')).toEqual(revised);
        const unlisted = { ...revised, archiveKey: 'k7', shortened: 2 };
        expect(await editions.revise(unlisted, revised.contentHash)).toBe(true);
        expect(await editions.find('ruhr-12')).toEqual(unlisted);
        expect(await editions.revise(revised, revised.contentHash)).toBe(true);
        expect(await editions.find('ruhr-12')).toEqual(revised);
        await editions.freeze('ruhr-12', revised.contentHash, at('2026-11-23T06:00:00Z'));
        expect(await editions.revise({ ...edition, subject: 'Zu spät' }, revised.contentHash)).toBe(false);
      });

      it('settles a draft, once, and finds it among those to be sent', async () => {
        const editions = await empty();
        await editions.create(anEdition(1), 'r1');
        await editions.create(anEdition(2), 'r2');
        await editions.freeze('ruhr-2', HASH, at('2026-11-24T07:00:00Z'));
        await editions.freeze('ruhr-1', HASH, at('2026-11-24T08:00:00Z'));
        const again = await editions.freeze('ruhr-1', HASH, at('2026-11-24T09:00:00Z'));
        expect(again).toMatchObject({ status: 'frozen', frozenAt: at('2026-11-24T08:00:00Z') });
        expect(await editions.listFrozen({ limit: 9 })).toEqual([
          { editionId: 'ruhr-2', frozenAt: at('2026-11-24T07:00:00Z') },
          { editionId: 'ruhr-1', frozenAt: at('2026-11-24T08:00:00Z') },
        ]);
      });

      it.each([
        { when: 'its content is another one', id: 'ruhr-1', hash: 'b'.repeat(64), fault: 'conflict' },
        { when: 'there is none', id: 'ruhr-7', hash: HASH, fault: 'not-found' },
        { when: 'the id is none', id: 'ruhr', hash: HASH, fault: 'not-found' },
      ])('is refused as $fault when $when', async ({ id, hash, fault }) => {
        const editions = await empty();
        await editions.create(anEdition(1), 'r1');
        await expect(editions.freeze(id, hash, at('2026-11-24T08:00:00Z'))).rejects.toMatchObject({ fault });
        expect(await editions.find('ruhr-1')).toMatchObject({ status: 'draft' });
        expect(await editions.listFrozen({ limit: 9 })).toEqual([]);
      });

      it('is over when the campaign is closed; a draft cannot be sent', async () => {
        const editions = await empty();
        await editions.create(anEdition(1), 'r1');
        await editions.markSent('ruhr-1', at('2026-11-24T08:00:00Z'));
        expect(await editions.find('ruhr-1')).toMatchObject({ status: 'draft' });
        await editions.freeze('ruhr-1', HASH, at('2026-11-24T08:00:00Z'));
        await editions.markSent('ruhr-1', at('2026-11-24T09:00:00Z'));
        await editions.markSent('ruhr-1', at('2026-11-24T09:30:00Z'));
        await editions.markSent('ruhr-7', at('2026-11-24T09:30:00Z'));
        expect(await editions.find('ruhr-1')).toMatchObject({ status: 'sent' });
        expect(await editions.listFrozen({ limit: 9 })).toEqual([]);
        expect(await editions.freeze('ruhr-1', HASH, at('2026-11-24T10:00:00Z'))).toMatchObject({ status: 'sent' });
      });
    });

    describe('approvals', () => {
      const approval = { by: 'editor-1', at: at('2026-11-23T10:00:00Z') };
      const sendAt = at('2026-11-24T07:00:00Z');

      it('bind to the content they name, and are voided by any change of it', async () => {
        const editions = await empty();
        const edition = anEdition(1);
        await editions.create(edition, 'r');
        expect(await editions.approve('ruhr-1', 'b'.repeat(64), { approval })).toBe(false);
        expect(await editions.approve('ruhr-1', HASH, { approval })).toBe(true);
        expect(await editions.find('ruhr-1')).toEqual({ ...edition, approval });
        await editions.revise({ ...edition, contentHash: 'b'.repeat(64) }, HASH);
        expect(await editions.find('ruhr-1')).not.toHaveProperty('approval');
        expect(await editions.approve('ruhr-1', 'b'.repeat(64), { approval })).toBe(true);
        expect(await editions.approve('ruhr-1', 'b'.repeat(64), {})).toBe(true);
        expect(await editions.find('ruhr-1')).not.toHaveProperty('approval');
        await editions.freeze('ruhr-1', 'b'.repeat(64), sendAt);
        expect(await editions.approve('ruhr-1', 'b'.repeat(64), { approval })).toBe(false);
        expect(await editions.approve('no edition', HASH, { approval })).toBe(false);
      });

      it('with a time are due then, unless they were voided, withdrawn or sent by hand', async () => {
        const editions = await empty();
        for (const number of [1, 2, 3, 4]) {
          await editions.create(anEdition(number), `r${number}`);
          const later = new Date(sendAt.getTime() + number * 60_000);
          expect(await editions.approve(`ruhr-${number}`, HASH, { approval, sendAt: later })).toBe(true);
        }
        await editions.revise({ ...anEdition(2), contentHash: 'b'.repeat(64) }, HASH);
        await editions.freeze('ruhr-3', HASH, sendAt);
        expect(await editions.listDue(sendAt, { limit: 9 })).toEqual([]);
        expect(await editions.listDue(at('2026-11-24T07:01:00Z'), { limit: 9 })).toEqual([
          { editionId: 'ruhr-1', sendAt: at('2026-11-24T07:01:00Z') },
        ]);
        expect(
          (await editions.listDue(at('2026-11-25T07:00:00Z'), { limit: 9 })).map(({ editionId }) => editionId),
        ).toEqual(['ruhr-1', 'ruhr-4']);
        await editions.approve('ruhr-1', HASH, {});
        expect(await editions.listDue(at('2026-11-25T07:00:00Z'), { limit: 1 })).toMatchObject([
          { editionId: 'ruhr-4' },
        ]);
      });
    });

    it('are refused when no record can hold them, naming the article with the most', async () => {
      const editions = await empty();
      const { items } = anEdition(1);
      const [item] = items;
      if (!item) throw new Error('The sample has no items');
      const many = Array.from({ length: 200 }, (_, at) => ({ ...item, articleId: `a${at}`, teaser: '🎉'.repeat(500) }));
      const heavy = { ...item, articleId: 'heavy', title: 'Zu viel', teaser: '🎉'.repeat(2_000) };
      const large = anEdition(1, { items: [...many, heavy] });
      const refusal = {
        fault: 'invalid',
        message: expect.stringMatching(
          /^The edition is too large to be kept: its 201 articles .* “Zu viel” \(heavy\) alone has 9 kB$/,
        ),
      };
      await expect(editions.create(large, 'r1')).rejects.toMatchObject(refusal);
      const whole = anEdition(1, { items: many.slice(0, 150) });
      expect(await editions.create(whole, 'r1')).toEqual(whole);
      await expect(editions.revise(large, whole.contentHash)).rejects.toMatchObject(refusal);
      expect(await editions.find('ruhr-1')).toEqual(whole);
    });

    it('do not go out by themselves any more once somebody has changed them', async () => {
      const editions = await empty();
      const dueAt = at('2026-11-23T06:00:00Z');
      const edition = anEdition(1, { sendsItself: true, dueAt });
      await editions.create(edition, 'r1');
      await editions.revise({ ...edition, intro: 'Hallo' }, edition.contentHash);
      const found = await editions.find('ruhr-1');
      expect(found).toMatchObject({ intro: 'Hallo', dueAt });
      expect(found).not.toHaveProperty('sendsItself');
    });

    it('keep what editors made of them', async () => {
      const editions = await empty();
      const edition = anEdition(1);
      await editions.create(edition, 'r');
      const [first] = edition.items;
      const changed = {
        ...edition,
        outro: 'Bis bald',
        sections: [{ id: 'stadt', title: 'Stadt' }],
        items: first ? [{ ...first, section: 'stadt', isShort: true }] : [],
        changed: { by: 'editor-1', at: at('2026-11-23T10:00:00Z') },
        contentHash: 'b'.repeat(64),
      };
      expect(await editions.revise(changed, HASH)).toBe(true);
      expect(await editions.find('ruhr-1')).toEqual(changed);
    });

    it('answer for a change by its request', async () => {
      const editions = await empty();
      const edit = {
        editionId: 'ruhr-1',
        requestId: 'c1',
        at: at('2026-11-23T10:00:00Z'),
        outcome: { kind: 'edited', contentHash: HASH } as const,
      };
      expect(await editions.findEdit('ruhr-1', 'c1')).toBeUndefined();
      await editions.recordEdit(edit);
      expect(await editions.findEdit('ruhr-1', 'c1')).toEqual(edit);
      expect(await editions.findEdit('ruhr-2', 'c1')).toBeUndefined();
    });

    it('keep what a check has found, for the content it looked at', async () => {
      const editions = await empty();
      const check: EditionCheck = {
        editionId: 'ruhr-1',
        contentHash: HASH,
        at: at('2026-11-23T10:00:00Z'),
        findings: [{ code: 'subject-long', params: { length: 70 } }],
      };
      expect(await editions.findCheck('ruhr-1', HASH)).toBeUndefined();
      await editions.recordCheck(check);
      expect(await editions.findCheck('ruhr-1', HASH)).toEqual(check);
      expect(await editions.findCheck('ruhr-1', 'b'.repeat(64))).toBeUndefined();
      expect(await editions.findCheck('ruhr-2', HASH)).toBeUndefined();
      const whole = { ...check, requestId: 'c1', findings: [], addresses: { checked: 3, unchecked: 0 } };
      await editions.recordCheck(whole);
      await editions.recordCheck(check);
      expect(await editions.findCheck('ruhr-1', HASH)).toEqual(whole);
    });

    describe('runs', () => {
      const run = (requestId: string, time: string, outcome: CompositionRun['outcome']): CompositionRun => ({
        requestId,
        publicationId: 'ruhr',
        at: at(time),
        outcome,
      });
      const skipped = { kind: 'skipped', reason: 'nothing new' } as const;
      const failed = { kind: 'failed', reason: 'no luck' } as const;
      const composed = { kind: 'composed', editionId: 'ruhr-1', number: 1, articles: 6 } as const;

      it('are found by their request and listed newest first', async () => {
        const editions = await empty();
        const runs = [
          run('z', '2026-11-01T07:00:00Z', skipped),
          run('m', '2026-11-02T07:00:00Z', composed),
          run('a', '2026-11-03T07:00:00Z', failed),
        ];
        for (const each of runs) await editions.recordRun(each);
        expect(await editions.findRun('ruhr', 'm')).toEqual(runs[1]);
        expect(await editions.findRun('ruhr', 'x')).toBeUndefined();
        expect(await editions.findRun('courier', 'm')).toBeUndefined();
        expect(await editions.listRuns('ruhr', { limit: 2 })).toEqual([runs[2], runs[1]]);
      });

      it('may turn from failed to composed, and never back', async () => {
        const editions = await empty();
        await editions.recordRun(run('r', '2026-11-01T07:00:00Z', failed));
        await editions.recordRun(run('r', '2026-11-01T07:01:00Z', composed));
        await editions.recordRun(run('r', '2026-11-01T07:02:00Z', failed));
        expect(await editions.findRun('ruhr', 'r')).toEqual(run('r', '2026-11-01T07:01:00Z', composed));
      });
    });
  });
}
