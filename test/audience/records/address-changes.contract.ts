import { beforeEach, describe, expect, it } from 'vitest';
import type { AddressChange, AddressChanges } from '../../../lambdas/audience/records/address-changes.ts';
import { ADA, hoursAfter, idOf, MONDAY } from '../samples.ts';

const FORGET = hoursAfter(72);
const MOVE = { ...ADA, formerId: idOf('ada@former.example') };
const CHANGE: AddressChange = {
  ...MOVE,
  address: 'Ada@reader.example',
  at: MONDAY,
  network: '192.0.2.7',
  userAgent: 'Browser',
};
const CLICK = { at: hoursAfter(1), network: '198.51.100.1', userAgent: 'Telephone' };

/** What every store of changes of address promises. */
export function addressChangesContract(name: string, make: () => Promise<AddressChanges>): void {
  describe(`changes of address ${name}`, () => {
    let changes: AddressChanges;
    beforeEach(async () => {
      changes = await make();
    });

    it('are found as they came, the latest one, and only between the same two in the same publication', async () => {
      expect(await changes.find(MOVE)).toBeUndefined();
      await changes.put(CHANGE, FORGET);
      expect(await changes.find(MOVE)).toEqual(CHANGE);
      await changes.put({ ...CHANGE, at: hoursAfter(2), network: '' }, FORGET);
      expect(await changes.find(MOVE)).toEqual({ ...CHANGE, at: hoursAfter(2), network: '' });
      expect(await changes.find({ ...MOVE, formerId: idOf('someone@else.example') })).toBeUndefined();
      expect(await changes.find({ ...MOVE, publicationId: 'courier' })).toBeUndefined();
      expect(await changes.find({ ...MOVE, subscriberId: MOVE.formerId, formerId: MOVE.subscriberId })).toBeUndefined();
    });

    it('keep the first click, and none of one that was never asked for', async () => {
      expect(await changes.confirm(MOVE, CLICK)).toBeUndefined();
      expect(await changes.find(MOVE)).toBeUndefined();
      await changes.put(CHANGE, FORGET);
      expect(await changes.confirm(MOVE, CLICK)).toEqual({ ...CHANGE, confirmed: CLICK });
      expect(await changes.confirm(MOVE, { ...CLICK, at: hoursAfter(3) })).toEqual({ ...CHANGE, confirmed: CLICK });
      expect(await changes.find(MOVE)).toEqual({ ...CHANGE, confirmed: CLICK });
    });

    it('wait for a click again when they are asked for again', async () => {
      await changes.put(CHANGE, FORGET);
      await changes.confirm(MOVE, CLICK);
      await changes.put({ ...CHANGE, at: hoursAfter(5) }, FORGET);
      expect(await changes.find(MOVE)).toEqual({ ...CHANGE, at: hoursAfter(5) });
    });

    it('tell where a subscription went', async () => {
      const former = { subscriberId: MOVE.formerId, publicationId: MOVE.publicationId };
      expect(await changes.successorOf(former)).toBeUndefined();
      await changes.noteMove(MOVE);
      await changes.noteMove(MOVE);
      expect(await changes.successorOf(former)).toEqual(ADA);
      expect(await changes.successorOf(ADA)).toBeUndefined();
      expect(await changes.successorOf({ ...former, publicationId: 'courier' })).toBeUndefined();
      const later = idOf('ada@later.example');
      await changes.noteMove({ ...MOVE, subscriberId: later });
      expect(await changes.successorOf(former)).toEqual({ ...former, subscriberId: later });
    });
  });
}
