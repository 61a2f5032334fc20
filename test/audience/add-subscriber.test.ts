import { beforeEach, describe, expect, it } from 'vitest';
import { addSubscriber, listSubscribers, type SubscriberToAdd } from '../../lambdas/audience/index.ts';
import { House } from './house.ts';
import { ADA, ADDRESS_KEY, hoursAfter, MONDAY } from './samples.ts';

let house: House;
beforeEach(() => {
  house = new House();
});
const add = (wish: Partial<SubscriberToAdd> = {}) =>
  addSubscriber(
    { publicationId: 'ruhr', address: 'ada@reader.example', proof: 'Formular auf Papier, 1. März 2026', ...wish },
    { ...house.deps, addressKey: ADDRESS_KEY },
  );
const ada = () => house.audience.subscriptions.find('ruhr', ADA.subscriberId);

describe('adding a subscriber', () => {
  it('confirms them, with what the editor says in the proof', async () => {
    const added = await add({ topics: ['kita'], cadence: 'daily', language: 'en', by: 'erika' });
    expect(added).toEqual({
      ...ADA,
      address: 'ada@reader.example',
      status: 'confirmed',
      topics: ['kita'],
      cadence: 'daily',
      language: 'en',
      origin: 'editor',
      requestedAt: MONDAY,
      confirmedAt: MONDAY,
    });
    expect(await ada()).toEqual(added);
    expect(await house.audience.proofs.list('ruhr', ADA.subscriberId)).toEqual([
      { ...ADA, kind: 'imported', at: MONDAY, statement: 'Formular auf Papier, 1. März 2026', by: 'erika' },
    ]);
    expect(house.queue.sent).toEqual([]);
  });

  it('takes the language of the publication, all topics and weekly when nothing is said', async () => {
    expect(await add()).toMatchObject({ language: 'de', topics: [], cadence: 'weekly' });
    expect(await add({ publicationId: 'courier' })).toMatchObject({ language: 'en' });
  });

  it('leaves who is subscribed as they are', async () => {
    const first = await add({ topics: ['kita'] });
    house.laterBy(5);
    expect(await add({ topics: ['schule'] })).toEqual(first);
  });

  it('confirms who is still pending', async () => {
    await house.subscribe('ada@reader.example');
    await house.deliver();
    expect((await house.laterBy(1)) && (await add())).toMatchObject({
      status: 'confirmed',
      confirmedAt: hoursAfter(1),
    });
  });

  it.each([
    { who: 'has left', since: 'confirmed' },
    { who: 'has left and was signed up again by somebody', since: 'pending' },
  ])('never brings back who $who', async ({ since }) => {
    await add();
    await house.audience.subscriptions.end('ruhr', ADA.subscriberId, { at: MONDAY, because: 'unsubscribed' });
    house.laterBy(48);
    if (since === 'pending') {
      await house.subscribe('ada@reader.example');
      await house.deliver();
    }
    await expect(add()).rejects.toMatchObject({ fault: 'conflict' });
    expect((await ada())?.status).not.toBe('confirmed');
  });

  it.each(['before', 'after'])('never adds who is suppressed, also when they were known %s', async (order) => {
    if (order === 'after') await add();
    await house.audience.suppressions.add({ subscriberId: ADA.subscriberId, reason: 'complaint', since: MONDAY });
    await house.audience.subscriptions.markSuppressed('ruhr', ADA.subscriberId, 'complaint');
    await expect(add()).rejects.toMatchObject({ fault: 'conflict' });
    expect((await ada())?.suppressedBecause ?? 'nobody').toBe(order === 'after' ? 'complaint' : 'nobody');
  });

  it.each([
    { what: 'an address that is none', wish: { address: 'ada' }, fault: 'invalid' },
    { what: 'no proof', wish: { proof: '  ' }, fault: 'invalid' },
    { what: 'an unknown topic', wish: { topics: ['nonsense'] }, fault: 'invalid' },
    { what: 'an unknown publication', wish: { publicationId: 'nowhere' }, fault: 'not-found' },
  ])('with $what is refused as $fault, and nothing is kept', async ({ wish, fault }) => {
    await expect(add(wish)).rejects.toMatchObject({ fault });
    expect(await ada()).toBeUndefined();
    expect(house.audience.proofs.entries).toEqual([]);
  });

  it('shows in the list', async () => {
    await add();
    await add({ address: 'bob@reader.example' });
    const { subscriptions } = await listSubscribers('ruhr', { limit: 10 }, house.audience);
    expect(subscriptions.map(({ address }) => address).toSorted()).toEqual([
      'ada@reader.example',
      'bob@reader.example',
    ]);
  });
});
