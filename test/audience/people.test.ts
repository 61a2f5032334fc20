import { beforeEach, describe, expect, it } from 'vitest';
import {
  changeFields,
  endByEditor,
  findByAddress,
  isKnownHere,
  listSubscribers,
  suppressByEditor,
} from '../../lambdas/audience/index.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';
import { House } from './house.ts';
import { ADA, ADDRESS_KEY, aWish, hoursAfter, idOf, MONDAY } from './samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});

async function reader(name: string, changes: Partial<Subscription> = {}): Promise<string> {
  const subscriberId = idOf(`${name}@reader.example`);
  const one = { ...aWish({ subscriberId, address: `${name}@reader.example`, topics: [] }), ...changes };
  house.audience.subscriptions.held.set(`ruhr ${subscriberId}`, { status: 'confirmed', confirmedAt: MONDAY, ...one });
  await house.audience.people.keep({ subscriberId, address: one.address }, 'ruhr');
  return subscriberId;
}
const by = 'person-1';
const ada = { ...ADA, by };
const proofs = () => house.audience.proofs.list('ruhr', ADA.subscriberId);
const subscription = () => house.audience.subscriptions.find('ruhr', ADA.subscriberId);

describe('a filtered list', () => {
  /** How often the table was asked for a page. */
  function watched() {
    let reads = 0;
    const { subscriptions } = house.audience;
    const list: typeof subscriptions.list = (...asked) => {
      reads += 1;
      return subscriptions.list(...asked);
    };
    return { subscriptions: { ...subscriptions, list }, reads: () => reads };
  }

  it('looks for somebody rare in a bounded number of reads, and goes on from there until it has found them', async () => {
    for (let number = 0; number < 4_500; number += 1) await reader(`r${number}`);
    await reader('ada', { language: 'en' });
    const found: Subscription[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const { subscriptions, reads } = watched();
      const page = await listSubscribers('ruhr', { limit: 50, after, languages: ['en'] }, { subscriptions });
      expect(reads()).toBeLessThanOrEqual(10);
      found.push(...page.subscriptions);
      after = page.next;
      pages += 1;
    } while (after && pages < 10);
    expect(found.map(({ address }) => address)).toEqual(['ada@reader.example']);
    expect(pages).toBe(3);
  });

  it.each([1, 7, 50])('of pages of %i has everybody who is meant once, and nobody else', async (limit) => {
    for (let number = 0; number < 300; number += 1)
      await reader(`r${number}`, { cadence: number % 3 ? 'weekly' : 'daily' });
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await listSubscribers('ruhr', { limit, after, cadences: ['daily'] }, house.audience);
      expect(page.subscriptions.length).toBeLessThanOrEqual(limit);
      found.push(...page.subscriptions.map(({ subscriberId }) => subscriberId));
      after = page.next;
    } while (after);
    expect(found).toHaveLength(100);
    expect(new Set(found).size).toBe(100);
  });

  it.each([
    { status: 'confirmed' as const, names: ['fine'] },
    { status: 'suppressed' as const, names: ['bounced', 'bounced-before'] },
    { status: 'pending' as const, names: ['asked'] },
    { status: 'ended' as const, names: ['complained'] },
  ])('has everybody in one state: $status', async ({ status, names }) => {
    await reader('fine');
    await reader('bounced', { suppressedBecause: 'permanent-bounce' });
    await reader('asked', { status: 'pending', confirmedAt: undefined });
    await reader('bounced-before', { status: 'pending', suppressedBecause: 'permanent-bounce' });
    await reader('complained', { status: 'ended', suppressedBecause: 'complaint' });
    const { subscriptions } = await listSubscribers('ruhr', { limit: 50, status }, house.audience);
    expect(subscriptions.map(({ address }) => address.split('@')[0]).toSorted()).toEqual(names);
  });
});

describe('looking somebody up by address', () => {
  const search = (address: string) =>
    findByAddress({ publicationId: 'ruhr', address }, { ...house.audience, addressKey: ADDRESS_KEY });

  it('finds them however it is spelled, and leaves no trace of who is not here', async () => {
    await reader('ada');
    expect((await search(' ADA@Reader.EXAMPLE ')).subscription?.address).toBe('ada@reader.example');
    const nobody = await search('nobody@reader.example');
    expect([isKnownHere(nobody), nobody.suppression]).toEqual([false, undefined]);
    expect(await house.audience.people.find(nobody.subscriberId)).toBeUndefined();
    expect(house.audience.subscriptions.held.size).toBe(1);
  });

  it('knows whom we must not write to although they are not here', async () => {
    await house.audience.suppressions.add({ subscriberId: ADA.subscriberId, reason: 'erased', since: MONDAY });
    const found = await search('ada@reader.example');
    expect([isKnownHere(found), found.suppression?.reason]).toEqual([false, 'erased']);
  });
});

describe('an editor', () => {
  it('notes fields and takes them away; others stay', async () => {
    await reader('ada', { fields: { Ort: 'Bochum', Rolle: 'Leitung' } });
    await changeFields({ ...ada, fields: { Ort: '', Schule: 'Goethe' } }, house.audience);
    expect((await subscription())?.fields).toEqual({ Rolle: 'Leitung', Schule: 'Goethe' });
  });

  it('notes no more than twenty, and nothing of who has left or was never here', async () => {
    await expect(changeFields({ ...ada, fields: { a: 'b' } }, house.audience)).rejects.toMatchObject({
      fault: 'not-found',
    });
    await reader('ada');
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, number) => [`f${number}`, 'x']));
    await expect(changeFields({ ...ada, fields: many }, house.audience)).rejects.toMatchObject({ fault: 'invalid' });
    await reader('ada', { status: 'ended' });
    await expect(changeFields({ ...ada, fields: { a: 'b' } }, house.audience)).rejects.toMatchObject({
      fault: 'conflict',
    });
  });

  it('ends a subscription once, and the proof says who did it', async () => {
    await reader('ada');
    house.laterBy(5);
    await endByEditor(ada, house.deps);
    house.laterBy(5);
    await endByEditor({ ...ada, by: 'somebody-else' }, house.deps);
    expect(await subscription()).toMatchObject({ status: 'ended', endedBecause: 'editor', endedAt: hoursAfter(5) });
    expect(await proofs()).toEqual([{ ...ADA, kind: 'ended', at: hoursAfter(5), statement: 'editor', by }]);
  });

  it('completes an end that was cut off before its proof', async () => {
    await reader('ada', { status: 'ended', endedAt: hoursAfter(1), endedBecause: 'editor' });
    await endByEditor(ada, house.deps);
    expect(await proofs()).toMatchObject([{ kind: 'ended', at: hoursAfter(1) }]);
  });

  it('says nothing new of who left by themselves', async () => {
    await reader('ada', { status: 'ended', endedAt: hoursAfter(1), endedBecause: 'unsubscribed' });
    expect(await endByEditor(ada, house.deps)).toMatchObject({ endedBecause: 'unsubscribed' });
    expect(await proofs()).toEqual([]);
  });

  it('suppresses an address in every publication', async () => {
    await reader('ada');
    await suppressByEditor(ada, house.deps);
    expect(await house.audience.suppressions.find(ADA.subscriberId)).toMatchObject({ reason: 'editor' });
    expect(await subscription()).toMatchObject({ status: 'confirmed', suppressedBecause: 'editor' });
    const stranger = { ...ada, subscriberId: idOf('nobody@reader.example') };
    await expect(suppressByEditor(stranger, house.deps)).rejects.toMatchObject({ fault: 'not-found' });
  });
});
