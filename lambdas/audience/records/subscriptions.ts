import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Choice, Subscription, SuppressionReason } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { SHARDS, shardKey, shardOf, subscriptionKey } from './shards.ts';
import { fromItem, type SubscriptionItem, ttlAt } from './subscription-item.ts';
import { expressionOf, namesIn } from './update-expression.ts';

/** What a person asks for: a subscription before it has a state. */
export type Wish = Choice &
  Pick<Subscription, 'subscriberId' | 'publicationId' | 'address' | 'language' | 'origin' | 'requestedAt'> &
  Pick<Subscription, 'trackingAgreedAt'>;

/** What a subscriber may change by themselves. */
export type Preferences = Choice & Pick<Subscription, 'language' | 'pausedUntil'>;

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
  /**
   * Makes it confirmed at once, for who has confirmed elsewhere: a new one, or one that is pending. Not one that ever
   * ended, nor one that is confirmed.
   */
  admit(
    wish: Wish & Pick<Subscription, 'fields' | 'pausedUntil'> & { confirmedAt: Date },
  ): Promise<Subscription | undefined>;
  /** Only what is pending. */
  confirm(publicationId: string, subscriberId: string, at: Date): Promise<Subscription | undefined>;
  /** Only what is confirmed. What is absent from the preferences ends. */
  change(publicationId: string, subscriberId: string, preferences: Preferences): Promise<Subscription | undefined>;
  /** Only what is confirmed: whether opens and clicks may be counted, and since when; undefined for no longer. */
  setTracking(
    publicationId: string,
    subscriberId: string,
    agreedAt: Date | undefined,
  ): Promise<Subscription | undefined>;
  /** Only what has not ended. */
  setFields(
    publicationId: string,
    subscriberId: string,
    fields: Record<string, string>,
  ): Promise<Subscription | undefined>;
  /** Only what has not ended and was not asked for after `at`. */
  end(
    publicationId: string,
    subscriberId: string,
    end: { at: Date; because: string; movedTo?: string },
  ): Promise<Subscription | undefined>;
  /** Takes back an end by its owner that is no older than `endedSince`, of what was confirmed before. */
  resume(publicationId: string, subscriberId: string, endedSince: Date): Promise<Subscription | undefined>;
  /** Copies the suppression of the person to the subscription, where senders read it; undefined lifts it. */
  markSuppressed(publicationId: string, subscriberId: string, because: SuppressionReason | undefined): Promise<void>;
  /** Whether the next mails are watched for their arrival, where senders read it. */
  markWatched(publicationId: string, subscriberId: string, isWatched: boolean): Promise<void>;
  /** As if it had never been. */
  erase(publicationId: string, subscriberId: string): Promise<void>;
  /** Of any state, in the order of the table. @param page.after - `next` of the page before */
  list(publicationId: string, page: { limit: number; after?: string }): Promise<SubscriptionPage>;
}

export function subscriptionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Subscriptions {
  /** Sets attributes, undefined ones to nothing, if the condition holds. */
  const write = async (
    publicationId: string,
    subscriberId: string,
    attributes: Partial<Record<keyof SubscriptionItem, unknown>>,
    { condition, values = {} }: { condition: string; values?: Record<string, unknown> },
  ): Promise<Subscription | undefined> => {
    const { update, given } = expressionOf(attributes);
    const said = { ...given, ...values };
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: subscriptionKey(publicationId, subscriberId),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeNames: namesIn(`${update} ${condition}`),
          ExpressionAttributeValues: Object.keys(said).length > 0 ? said : undefined,
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
    async request(wish, forgetAt) {
      const { publicationId, subscriberId } = wish;
      const pending = { ...wished(wish), status: 'pending', pausedUntil: undefined };
      const fresh = await write(
        publicationId,
        subscriberId,
        { ...pending, ttl: ttlAt(forgetAt) },
        {
          condition: 'attribute_not_exists(pk) OR (#status = :open AND attribute_not_exists(endedAt))',
          values: { ':open': 'pending' },
        },
      );
      if (fresh) return fresh;
      return write(
        publicationId,
        subscriberId,
        { ...pending, confirmedAt: undefined },
        {
          condition: '#status <> :confirmed AND endedAt < :asked',
          values: { ':confirmed': 'confirmed', ':asked': wish.requestedAt.toISOString() },
        },
      );
    },
    admit({ fields, confirmedAt, pausedUntil, ...wish }) {
      return write(
        wish.publicationId,
        wish.subscriberId,
        {
          ...wished(wish),
          status: 'confirmed',
          fields,
          confirmedAt: confirmedAt.toISOString(),
          pausedUntil: pausedUntil?.toISOString(),
          ttl: undefined,
        },
        {
          condition: 'attribute_not_exists(pk) OR (#status = :pending AND attribute_not_exists(endedAt))',
          values: { ':pending': 'pending' },
        },
      );
    },
    confirm(publicationId, subscriberId, at) {
      const confirmed = { status: 'confirmed', confirmedAt: at.toISOString() };
      return write(
        publicationId,
        subscriberId,
        { ...confirmed, ttl: undefined, endedAt: undefined, endedBecause: undefined },
        { condition: '#status = :pending', values: { ':pending': 'pending' } },
      );
    },
    change(publicationId, subscriberId, { topics, cadence, cadences, timeZone, language, pausedUntil }) {
      return write(
        publicationId,
        subscriberId,
        { topics, cadence, cadences, timeZone, language, pausedUntil: pausedUntil?.toISOString() },
        { condition: '#status = :confirmed', values: { ':confirmed': 'confirmed' } },
      );
    },
    setTracking(publicationId, subscriberId, agreedAt) {
      return write(
        publicationId,
        subscriberId,
        { trackingAgreedAt: agreedAt?.toISOString() },
        { condition: '#status = :confirmed', values: { ':confirmed': 'confirmed' } },
      );
    },
    setFields(publicationId, subscriberId, fields) {
      return write(
        publicationId,
        subscriberId,
        { fields },
        { condition: 'attribute_exists(pk) AND #status <> :ended', values: { ':ended': 'ended' } },
      );
    },
    end(publicationId, subscriberId, { at, because, movedTo }) {
      return write(
        publicationId,
        subscriberId,
        { status: 'ended', endedAt: at.toISOString(), endedBecause: because, movedTo, ttl: undefined },
        {
          condition: 'attribute_exists(pk) AND #status <> :done AND requestedAt <= :at',
          values: { ':done': 'ended', ':at': at.toISOString() },
        },
      );
    },
    resume(publicationId, subscriberId, endedSince) {
      return write(
        publicationId,
        subscriberId,
        { status: 'confirmed', endedAt: undefined, endedBecause: undefined },
        {
          condition:
            '#status = :ended AND endedBecause = :left AND endedAt >= :since AND attribute_exists(confirmedAt)',
          values: { ':ended': 'ended', ':left': 'unsubscribed', ':since': endedSince.toISOString() },
        },
      );
    },
    async markSuppressed(publicationId, subscriberId, because) {
      const isThere = { condition: 'attribute_exists(pk)' };
      await write(publicationId, subscriberId, { suppressedBecause: because }, isThere);
    },
    async markWatched(publicationId, subscriberId, isWatched) {
      const isThere = { condition: 'attribute_exists(pk)' };
      await write(publicationId, subscriberId, { isWatched: isWatched || undefined }, isThere);
    },
    async erase(publicationId, subscriberId) {
      await dynamo.send(new DeleteCommand({ TableName, Key: subscriptionKey(publicationId, subscriberId) }));
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

/** All that a wish decides; what it does not name ends, also the consent to tracking. */
function wished({ address, topics, cadence, cadences, timeZone, language, origin, ...wish }: Wish) {
  const requestedAt = wish.requestedAt.toISOString();
  const trackingAgreedAt = wish.trackingAgreedAt?.toISOString();
  return { address, topics, cadence, cadences, timeZone, language, origin, requestedAt, trackingAgreedAt };
}

/** Shards asked at once while listing, at most: most of a small publication's shards hold nothing. */
const SHARDS_AT_ONCE = 16;

/** Walks the shards in order until a page is full. The last id of the page tells where to go on. */
export async function listByShard(
  { limit, after }: { limit: number; after?: string },
  read: (shard: number, after: string | undefined, limit: number) => Promise<Subscription[]>,
): Promise<SubscriptionPage> {
  const start = after ? shardOf(after) : 0;
  const found: Subscription[] = [];
  // One shard of a large publication fills a page, so more are asked at once only as long as pages stay empty.
  let atOnce = 1;
  for (let first = start; first < SHARDS && found.length <= limit; ) {
    const shards = Array.from({ length: Math.min(atOnce, SHARDS - first) }, (_, index) => first + index);
    // One more than asked for tells whether there is a next page.
    const pages = await Promise.all(
      shards.map((shard) => read(shard, shard === start ? after : undefined, limit + 1 - found.length)),
    );
    found.push(...pages.flat());
    first += shards.length;
    atOnce = Math.min(2 * atOnce, SHARDS_AT_ONCE);
  }
  const subscriptions = found.slice(0, limit);
  return { subscriptions, next: found.length > limit ? subscriptions.at(-1)?.subscriberId : undefined };
}
