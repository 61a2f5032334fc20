import type { Subscription } from '../../domain/subscription.ts';
import { SHARDS, shardOf } from './shards.ts';
import { listByShard, type Subscriptions } from './subscriptions.ts';

/** The same promises in memory, for tests. */
export function subscriptionsInMemory(...given: Subscription[]): Subscriptions & { held: Map<string, Subscription> } {
  const keyOf = (publicationId: string, subscriberId: string) => `${publicationId} ${subscriberId}`;
  const held = new Map(given.map((one) => [keyOf(one.publicationId, one.subscriberId), one]));
  const change = (
    publicationId: string,
    subscriberId: string,
    condition: (current: Subscription) => boolean,
    changed: (current: Subscription) => Subscription,
  ) => {
    const current = held.get(keyOf(publicationId, subscriberId));
    if (!current || !condition(current)) return undefined;
    held.set(keyOf(publicationId, subscriberId), changed(current));
    return structuredClone(held.get(keyOf(publicationId, subscriberId)));
  };

  return {
    held,
    async find(publicationId, subscriberId) {
      return structuredClone(held.get(keyOf(publicationId, subscriberId)));
    },
    async request(wish) {
      const key = keyOf(wish.publicationId, wish.subscriberId);
      if (!held.has(key)) held.set(key, { ...structuredClone(wish), status: 'pending' });
      const isOpen = ({ status, endedAt }: Subscription) =>
        status !== 'confirmed' && (endedAt ? endedAt < wish.requestedAt : status === 'pending');
      return change(
        wish.publicationId,
        wish.subscriberId,
        isOpen,
        ({ confirmedAt, cadences, timeZone, origin, pausedUntil, trackingAgreedAt, ...rest }) =>
          whole({ ...rest, ...structuredClone(wish), status: 'pending' }),
      );
    },
    async admit(wish) {
      const key = keyOf(wish.publicationId, wish.subscriberId);
      const admitted: Subscription = { ...whole(structuredClone(wish)), status: 'confirmed' };
      if (!held.has(key)) held.set(key, { ...admitted, status: 'pending' });
      const isOpen = ({ status, endedAt }: Subscription) => status === 'pending' && !endedAt;
      return change(wish.publicationId, wish.subscriberId, isOpen, () => admitted);
    },
    async confirm(publicationId, subscriberId, at) {
      const isPending = ({ status }: Subscription) => status === 'pending';
      return change(publicationId, subscriberId, isPending, ({ endedAt, endedBecause, ...rest }) => ({
        ...rest,
        status: 'confirmed',
        confirmedAt: at,
      }));
    },
    async change(publicationId, subscriberId, preferences) {
      const isConfirmed = ({ status }: Subscription) => status === 'confirmed';
      return change(publicationId, subscriberId, isConfirmed, ({ cadences, timeZone, pausedUntil, ...current }) => ({
        ...current,
        ...whole(structuredClone(preferences)),
      }));
    },
    async setTracking(publicationId, subscriberId, trackingAgreedAt) {
      const isConfirmed = ({ status }: Subscription) => status === 'confirmed';
      return change(publicationId, subscriberId, isConfirmed, (current) => whole({ ...current, trackingAgreedAt }));
    },
    async setFields(publicationId, subscriberId, fields) {
      const isLive = ({ status }: Subscription) => status !== 'ended';
      return change(publicationId, subscriberId, isLive, (current) => ({ ...current, fields: { ...fields } }));
    },
    async end(publicationId, subscriberId, { at, because, movedTo }) {
      const isLive = ({ status, requestedAt }: Subscription) => status !== 'ended' && requestedAt <= at;
      return change(publicationId, subscriberId, isLive, (current) => ({
        ...current,
        status: 'ended',
        endedAt: at,
        endedBecause: because,
        movedTo,
      }));
    },
    async resume(publicationId, subscriberId, endedSince) {
      const isFresh = ({ status, endedAt, endedBecause, confirmedAt }: Subscription) =>
        status === 'ended' && endedBecause === 'unsubscribed' && !!confirmedAt && !!endedAt && endedAt >= endedSince;
      return change(publicationId, subscriberId, isFresh, ({ endedAt, endedBecause, ...rest }) => ({
        ...rest,
        status: 'confirmed',
      }));
    },
    async markSuppressed(publicationId, subscriberId, because) {
      change(publicationId, subscriberId, always, ({ suppressedBecause, ...rest }) =>
        whole({ ...rest, suppressedBecause: because }),
      );
    },
    async markWatched(publicationId, subscriberId, isWatched) {
      change(publicationId, subscriberId, always, ({ isWatched: before, ...rest }) =>
        whole({ ...rest, isWatched: isWatched || undefined }),
      );
    },
    async erase(publicationId, subscriberId) {
      held.delete(keyOf(publicationId, subscriberId));
    },
    list(publicationId, page) {
      return listByShard(page, async (shard, after = '', limit) => {
        const later = shardInMemory(held, publicationId, shard).filter(({ subscriberId }) => subscriberId > after);
        return structuredClone(later.slice(0, limit));
      });
    },
  };
}

const always = () => true;

/** Without what is undefined, as it comes out of a table. */
function whole<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}

/** One shard in the order of DynamoDB's sort keys. */
export function shardInMemory(held: Map<string, Subscription>, publicationId: string, shard: number): Subscription[] {
  if (shard < 0 || shard >= SHARDS) throw new RangeError(`There is no shard ${shard}`);
  return [...held.values()]
    .filter((one) => one.publicationId === publicationId && shardOf(one.subscriberId) === shard)
    .sort((one, other) => (one.subscriberId < other.subscriberId ? -1 : 1));
}
