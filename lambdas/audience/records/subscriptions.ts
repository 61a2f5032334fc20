import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Subscription, SuppressionReason } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { SHARDS, shardKey, shardOf, subscriptionKey } from './shards.ts';
import { fromItem, type SubscriptionItem, ttlAt } from './subscription-item.ts';

/** What a person asks for: a subscription before it has a state. */
export type Wish = Pick<
  Subscription,
  'subscriberId' | 'publicationId' | 'address' | 'topics' | 'cadence' | 'language' | 'requestedAt'
>;

export interface SubscriptionPage {
  subscriptions: Subscription[];
  /** Where to go on; absent at the end. */
  next?: string;
}

/**
 * Where subscriptions are kept: one item a person and publication, its history in the proofs.
 *
 *   pk  pub#<publicationId>#<shard>      sk  <subscriberId>
 *
 * Each change carries its own condition. One that no longer applies changes nothing and gives undefined.
 */
export interface Subscriptions {
  /** Strongly consistent. */
  find(publicationId: string, subscriberId: string): Promise<Subscription | undefined>;
  /**
   * Makes it pending: a new one, one that is still pending, or one that ended before this wish was made. One that was
   * never confirmed is forgotten at `forgetAt`; one that ended is not, so that nobody who left can be imported again.
   */
  request(wish: Wish, forgetAt: Date): Promise<Subscription | undefined>;
  /** Only what is pending. */
  confirm(publicationId: string, subscriberId: string, at: Date): Promise<Subscription | undefined>;
  /** Only what is confirmed. */
  change(
    publicationId: string,
    subscriberId: string,
    preferences: Pick<Subscription, 'topics' | 'cadence' | 'language'>,
  ): Promise<Subscription | undefined>;
  /** Only what has not ended and was not asked for after `at`. */
  end(
    publicationId: string,
    subscriberId: string,
    end: { at: Date; because: string },
  ): Promise<Subscription | undefined>;
  /** Copies the suppression of the person to the subscription, where senders read it. */
  markSuppressed(publicationId: string, subscriberId: string, because: SuppressionReason): Promise<void>;
  /** Of any state, in the order of the table. @param page.after - `next` of the page before */
  list(publicationId: string, page: { limit: number; after?: string }): Promise<SubscriptionPage>;
}

export function subscriptionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Subscriptions {
  const update = async (
    publicationId: string,
    subscriberId: string,
    change: { update: string; condition: string; values: Record<string, unknown> },
  ): Promise<Subscription | undefined> => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: subscriptionKey(publicationId, subscriberId),
          UpdateExpression: change.update,
          ConditionExpression: change.condition,
          ExpressionAttributeNames: namesIn(`${change.update} ${change.condition}`),
          ExpressionAttributeValues: change.values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return fromItem(publicationId, Attributes as SubscriptionItem);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  };

  return {
    async find(publicationId, subscriberId) {
      const Key = subscriptionKey(publicationId, subscriberId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromItem(publicationId, Item as SubscriptionItem);
    },
    async request({ publicationId, subscriberId, address, topics, cadence, language, requestedAt }, forgetAt) {
      const wish =
        'SET address = :address, #status = :pending, #topics = :topics, cadence = :cadence, #language = :language, requestedAt = :at';
      const values = {
        ...{ ':address': address, ':topics': topics, ':cadence': cadence, ':language': language },
        ...{ ':pending': 'pending', ':at': requestedAt.toISOString() },
      };
      const fresh = await update(publicationId, subscriberId, {
        update: `${wish}, #ttl = :ttl`,
        condition: 'attribute_not_exists(pk) OR (#status = :pending AND attribute_not_exists(endedAt))',
        values: { ...values, ':ttl': ttlAt(forgetAt) },
      });
      if (fresh) return fresh;
      return update(publicationId, subscriberId, {
        update: `${wish} REMOVE confirmedAt`,
        condition: '#status <> :confirmed AND endedAt < :at',
        values: { ...values, ':confirmed': 'confirmed' },
      });
    },
    confirm(publicationId, subscriberId, at) {
      return update(publicationId, subscriberId, {
        update: 'SET #status = :confirmed, confirmedAt = :at REMOVE #ttl, endedAt, endedBecause',
        condition: '#status = :pending',
        values: { ':confirmed': 'confirmed', ':pending': 'pending', ':at': at.toISOString() },
      });
    },
    change(publicationId, subscriberId, { topics, cadence, language }) {
      return update(publicationId, subscriberId, {
        update: 'SET #topics = :topics, cadence = :cadence, #language = :language',
        condition: '#status = :confirmed',
        values: { ':confirmed': 'confirmed', ':topics': topics, ':cadence': cadence, ':language': language },
      });
    },
    end(publicationId, subscriberId, { at, because }) {
      return update(publicationId, subscriberId, {
        update: 'SET #status = :ended, endedAt = :at, endedBecause = :because REMOVE #ttl',
        condition: 'attribute_exists(pk) AND #status <> :ended AND requestedAt <= :at',
        values: { ':ended': 'ended', ':at': at.toISOString(), ':because': because },
      });
    },
    async markSuppressed(publicationId, subscriberId, because) {
      await update(publicationId, subscriberId, {
        update: 'SET suppressedBecause = :because',
        condition: 'attribute_exists(pk)',
        values: { ':because': because },
      });
    },
    list(publicationId, page) {
      return listByShard(page, async (shard, after, limit) => {
        const { Items = [] } = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': shardKey(publicationId, shard) },
            ExclusiveStartKey: after ? { pk: shardKey(publicationId, shard), sk: after } : undefined,
            Limit: limit,
          }),
        );
        return (Items as SubscriptionItem[]).map((item) => fromItem(publicationId, item));
      });
    },
  };
}

/** Shards asked at once while listing: most of a small publication's shards hold nothing. */
const SHARDS_AT_ONCE = 16;

/** Walks the shards in order until a page is full. The last id of the page tells where to go on. */
export async function listByShard(
  { limit, after }: { limit: number; after?: string },
  read: (shard: number, after: string | undefined, limit: number) => Promise<Subscription[]>,
): Promise<SubscriptionPage> {
  const start = after ? shardOf(after) : 0;
  const found: Subscription[] = [];
  for (let first = start; first < SHARDS && found.length <= limit; first += SHARDS_AT_ONCE) {
    const shards = Array.from({ length: Math.min(SHARDS_AT_ONCE, SHARDS - first) }, (_, index) => first + index);
    // One more than asked for tells whether there is a next page.
    const pages = await Promise.all(
      shards.map((shard) => read(shard, shard === start ? after : undefined, limit + 1 - found.length)),
    );
    found.push(...pages.flat());
  }
  const subscriptions = found.slice(0, limit);
  return { subscriptions, next: found.length > limit ? subscriptions.at(-1)?.subscriberId : undefined };
}

/** DynamoDB reserves some of our words; every `#name` in an expression is the attribute of that name. */
function namesIn(expression: string): Record<string, string> | undefined {
  const names = expression.match(/#\w+/g);
  return names ? Object.fromEntries(names.map((name) => [name, name.slice(1)])) : undefined;
}
