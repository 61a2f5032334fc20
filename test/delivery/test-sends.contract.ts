import { describe, expect, it } from 'vitest';
import type { TestSend, TestSends } from '../../lambdas/delivery/test-sends.ts';
import { START } from './samples.ts';

export const aTest = (changes: Partial<TestSend> = {}): TestSend => ({
  editionId: 'ruhr-12',
  requestId: '5f8e0d0a-54a0-4b59-9a43-3a0d6a0f6d10',
  publicationId: 'ruhr',
  contentHash: 'a'.repeat(64),
  topics: [],
  language: 'de',
  letters: [
    { to: 'ada@desk.example', outcome: 'pending' },
    { to: 'ben@desk.example', outcome: 'pending' },
  ],
  askedAt: START,
  ...changes,
});

/** What a store of tests promises. */
export function testSendsContract(name: string, make: () => Promise<TestSends>): void {
  const { editionId, requestId } = aTest();

  describe(`tests ${name}`, () => {
    it('are found by edition and request', async () => {
      const tests = await make();
      await tests.keep(aTest());
      expect(await tests.find(editionId, requestId)).toEqual(aTest());
      expect(await tests.find('ruhr-13', requestId)).toBeUndefined();
      expect(await tests.find(editionId, 'another')).toBeUndefined();
    });

    it('give the right to send each letter once, also when several ask at the same moment', async () => {
      const tests = await make();
      await tests.keep(aTest());
      const claims = await Promise.all([1, 2, 3].map(() => tests.claim(aTest(), 1)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect((await tests.find(editionId, requestId))?.letters.map(({ outcome }) => outcome)).toEqual([
        'pending',
        'sending',
      ]);
      expect(await tests.claim(aTest({ requestId: 'another' }), 0)).toBe(false);
    });

    it('forget to whom a letter went once it is known what became of it', async () => {
      const tests = await make();
      await tests.keep(aTest());
      await tests.claim(aTest(), 0);
      await tests.settle(aTest(), 0, { outcome: 'accepted' });
      await tests.settle(aTest(), 1, { outcome: 'refused', reason: 'MessageRejected' });
      expect((await tests.find(editionId, requestId))?.letters).toEqual([
        { outcome: 'accepted' },
        { outcome: 'refused', reason: 'MessageRejected' },
      ]);
      expect(await tests.claim(aTest(), 0)).toBe(false);
    });

    it('do not come back when they are forgotten', async () => {
      const tests = await make();
      await tests.settle(aTest(), 0, { outcome: 'accepted' });
      expect(await tests.find(editionId, requestId)).toBeUndefined();
    });
  });
}
