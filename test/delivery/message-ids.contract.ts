import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageIds } from '../../lambdas/delivery/message-ids.ts';
import { START } from './samples.ts';
import { messageIdOf } from './ses-model.ts';

const FIRST = '00-000001';
const of = (...ids: [number, string][]) => new Map(ids.map(([index, id]) => [index, new Set([id])]));

export function messageIdsContract(where: string, make: () => Promise<MessageIds>) {
  describe(`ids of mails ${where}`, () => {
    let ids: MessageIds;
    beforeEach(async () => {
      ids = await make();
    });
    const read = async (from = 1, limit = 1) => ids.range({ campaignId: 'ruhr-12', walk: 0, from, limit });

    it('are the same whatever the order, and however often they come', async () => {
      const [one, other] = [of([0, messageIdOf(1)], [99, messageIdOf(2)]), of([24, messageIdOf(3)], [25, 'other-ses'])];
      for (const some of [other, one, other]) await ids.add('ruhr-12', FIRST, some, START);
      expect(await read()).toEqual(new Map([[FIRST, new Map([...one, ...other])]]));
    });

    it('are two of somebody whom SES took two mails for', async () => {
      await ids.add('ruhr-12', FIRST, of([7, messageIdOf(1)]), START);
      await ids.add('ruhr-12', FIRST, of([7, messageIdOf(2)]), START);
      expect((await read()).get(FIRST)).toEqual(new Map([[7, new Set([messageIdOf(1), messageIdOf(2)])]]));
    });

    it.each(['0107019A5C1F3B7E-4d2a9c61-7f0b-4e83-9a55-1c3de8b7f204-000000', 'x', '4711@elsewhere.example', 'ü'])(
      'may be another than SES makes: %s',
      async (id) => {
        await ids.add('ruhr-12', FIRST, of([99, id]), START);
        expect((await read()).get(FIRST)).toEqual(of([99, id]));
      },
    );

    it('are none where nothing was reported, of indexes that no chunk has, and of what is too long for one', async () => {
      await ids.add('ruhr-12', FIRST, of([100, 'a'], [-1, 'b'], [1, ''], [2, 'x'.repeat(101)]), START);
      await ids.add('ruhr-12', FIRST, new Map(), START);
      expect(await read()).toEqual(new Map());
    });

    it('are read for many chunks at once, and no others', async () => {
      for (const chunk of ['00-000001', '00-000002', '00-000010', '01-000002']) {
        await ids.add('ruhr-12', chunk, of([99, messageIdOf(1)]), START);
      }
      await ids.add('ruhr-1', '00-000002', of([1, messageIdOf(1)]), START);
      expect([...(await read(2, 9)).keys()].sort()).toEqual(['00-000002', '00-000010']);
      expect((await read(2, 8)).size).toBe(1);
    });
  });
}
