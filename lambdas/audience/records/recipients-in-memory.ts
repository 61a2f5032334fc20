import type { Subscription } from '../../domain/subscription.ts';
import {
  follow,
  isMeant,
  MOST_RECHECKED,
  mayGetMail,
  moveOf,
  pageOf,
  type Rechecked,
  type Recipients,
  recipientOf,
  sortIn,
} from './recipients.ts';
import { shardInMemory, subscriptionsInMemory } from './subscriptions-in-memory.ts';

/** The same promises in memory, for tests. @param held - of {@link subscriptionsInMemory}, to see its changes */
export function recipientsInMemory(
  held: Map<string, Subscription> = subscriptionsInMemory().held,
  now: () => Date = () => new Date(),
): Recipients {
  return {
    async page(publicationId, shard, { after = '', limit, ...filter }) {
      const meant = shardInMemory(held, publicationId, shard).filter(
        (one) => one.subscriberId > after && isMeant(one, filter),
      );
      const page = pageOf(meant.slice(0, limit));
      return { ...page, next: meant.length > limit ? page.subscriberIds.at(-1) : undefined };
    },
    async count(publicationId) {
      return [...held.values()].filter((one) => one.publicationId === publicationId && mayGetMail(one)).length;
    },
    async recheck(publicationId, subscriberIds, edition) {
      if (subscriberIds.length > MOST_RECHECKED) {
        throw new RangeError(`At most ${MOST_RECHECKED} subscribers are checked at once`);
      }
      const asked = new Set(subscriberIds);
      const rechecked: Rechecked = { present: new Map(), absent: new Map() };
      for (const one of held.values()) {
        if (one.publicationId !== publicationId || !asked.has(one.subscriberId)) continue;
        sortIn(rechecked, one.subscriberId, structuredClone(recipientOf(one, edition, now())));
      }
      const moves = [...held.values()]
        .filter((one) => one.publicationId === publicationId && asked.has(one.subscriberId))
        .flatMap((one) => moveOf({ ...one, sk: one.subscriberId }));
      for (const one of held.values()) {
        const isThere = one.publicationId === publicationId && moves.some(({ to }) => to === one.subscriberId);
        if (isThere) follow(rechecked, moves, one, edition, now());
      }
      return rechecked;
    },
  };
}
