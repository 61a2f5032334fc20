import { expect, it } from 'vitest';
import { countSubscribers } from '../../lambdas/audience/count-subscribers.ts';
import { recipientsInMemory, subscriptionsInMemory } from '../../lambdas/audience/index.ts';
import { publicationsInMemory } from '../../lambdas/publications/index.ts';
import { aPublication } from '../publications/samples.ts';
import { aWish, hoursAfter, MONDAY } from './samples.ts';

async function counted() {
  const subscriptions = subscriptionsInMemory();
  const wish = aWish();
  await subscriptions.request(wish, hoursAfter(999));
  await subscriptions.confirm(wish.publicationId, wish.subscriberId, MONDAY);
  const publications = publicationsInMemory(aPublication({ id: 'empty' }), aPublication({ id: wish.publicationId }));
  const deps = { publications, recipients: recipientsInMemory(subscriptions.held), now: () => hoursAfter(2) };
  const counts = async () => Object.fromEntries((await publications.list()).map((one) => [one.id, one.subscribers]));
  return { deps, counts, publicationId: wish.publicationId };
}

it('each publication knows how many get its mail, also when that is nobody', async () => {
  const { deps, counts, publicationId } = await counted();
  await countSubscribers(deps);
  expect(await counts()).toEqual({ empty: 0, [publicationId]: 1 });
});

it('one that cannot be counted keeps its number and hinders no other', async () => {
  const { deps, counts, publicationId } = await counted();
  const { recipients } = deps;
  const count = (id: string) => (id === 'empty' ? Promise.reject(new Error('no answer')) : recipients.count(id));
  await expect(countSubscribers({ ...deps, recipients: { count } })).rejects.toThrow('1 publications could not be');
  expect(await counts()).toEqual({ empty: undefined, [publicationId]: 1 });
});
