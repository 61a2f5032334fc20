import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../../domain/errors.ts';
import type { ConsentProof, Subscription, Suppression } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, queryAll } from '../../platform/dynamo.ts';
import type { AudienceRecords } from './audience-records.ts';
import { personKey, shardKey, subscriptionKey } from './shards.ts';
import { fromItem, type SubscriptionItem } from './subscription-item.ts';
import { shardInMemory, type subscriptionsInMemory } from './subscriptions-in-memory.ts';

/** An entry of the proof by its key. */
export type ProofKey = Pick<ConsentProof, 'publicationId' | 'subscriberId' | 'kind' | 'at'>;
/** The part of an entry that lists need. */
export type ProofFacts = Pick<ConsentProof, 'wording' | 'imported'>;

/** Many people at once, for lists that come in and go out. All by id of the subscriber; who is absent has none. */
export interface Crowd {
  /** Strongly consistent. */
  subscriptions(publicationId: string, subscriberIds: string[]): Promise<Map<string, Subscription>>;
  /** Strongly consistent. */
  suppressions(subscriberIds: string[]): Promise<Map<string, Suppression>>;
  /** Strongly consistent. @param keys - one a person */
  proofs(keys: ProofKey[]): Promise<Map<string, ProofFacts>>;
  /** Everybody of one shard, in any state. Eventually consistent; read as far as somebody asks for more. */
  shard(publicationId: string, shard: number): AsyncIterable<Subscription>;
}

/** What DynamoDB reads in one request. */
const MOST_KEYS = 100;
const AT_ONCE = 4;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 50;

type Key = { pk: string; sk: string };

export function crowdTable(dynamo: DynamoDBDocumentClient, TableName: string): Crowd {
  const readSome = async <Item>(wanted: Key[]): Promise<Item[]> => {
    const items: Item[] = [];
    let Keys: Record<string, unknown>[] = wanted;
    for (let attempt = 0; Keys.length > 0; attempt += 1) {
      // DynamoDB may leave keys unread under load; who was not read is not one who is unknown.
      if (attempt === ATTEMPTS) throw new RundbriefError('unavailable', 'The audience could not be read in time');
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** attempt));
      const { Responses, UnprocessedKeys } = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      items.push(...((Responses?.[TableName] ?? []) as Item[]));
      Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
    return items;
  };
  const readAll = async <Item>(keys: Key[]): Promise<Item[]> => {
    const items: Item[] = [];
    for (let first = 0; first < keys.length; first += MOST_KEYS * AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, index) => {
        const from = first + index * MOST_KEYS;
        return readSome<Item>(keys.slice(from, Math.min(from + MOST_KEYS, keys.length)));
      });
      for (const read of await Promise.all(some)) items.push(...read);
    }
    return items;
  };

  return {
    async subscriptions(publicationId, subscriberIds) {
      const items = await readAll<SubscriptionItem>(subscriberIds.map((id) => subscriptionKey(publicationId, id)));
      return new Map(items.map((item) => [item.sk, fromItem(publicationId, item)]));
    },
    async suppressions(subscriberIds) {
      const keys = subscriberIds.map((id) => ({ pk: personKey(id), sk: 'suppression' }));
      const items = await readAll<Key & Pick<Suppression, 'reason'> & { since: string }>(keys);
      // One that was lifted has no reason any more.
      const holding = items.filter(({ reason }) => reason);
      return new Map(
        holding.map(({ pk, reason, since }) => {
          const subscriberId = idIn(pk);
          return [subscriberId, { subscriberId, reason, since: new Date(since) }];
        }),
      );
    },
    async proofs(keys) {
      const items = await readAll<Key & ProofFacts>(
        keys.map(({ publicationId, subscriberId, kind, at }) => ({
          pk: personKey(subscriberId),
          sk: `proof#${publicationId}#${at.toISOString()}#${kind}`,
        })),
      );
      return new Map(items.map(({ pk, wording, imported }) => [idIn(pk), { wording, imported }]));
    },
    async *shard(publicationId, shard) {
      const items = queryAll<SubscriptionItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': shardKey(publicationId, shard) },
      });
      for await (const item of items) yield fromItem(publicationId, item);
    },
  };
}

const idIn = (pk: string) => pk.slice(pk.indexOf('#') + 1);

/** The same promises in memory, for tests. */
export function crowdInMemory(
  records: Pick<AudienceRecords, 'suppressions' | 'proofs'> & {
    subscriptions: ReturnType<typeof subscriptionsInMemory>;
  },
): Crowd {
  const collect = async <Key, Value>(
    keys: Key[],
    find: (key: Key) => Promise<Value | undefined>,
    idOf: (key: Key) => string,
  ): Promise<Map<string, Value>> => {
    const found = new Map<string, Value>();
    for (const key of keys) {
      const value = await find(key);
      if (value !== undefined) found.set(idOf(key), value);
    }
    return found;
  };
  return {
    subscriptions: (publicationId, ids) => collect(ids, (id) => records.subscriptions.find(publicationId, id), String),
    suppressions: (ids) => collect(ids, (id) => records.suppressions.find(id), String),
    proofs: (keys) =>
      collect(
        keys,
        async ({ publicationId, subscriberId, kind, at }) => {
          const entries = await records.proofs.list(publicationId, subscriberId);
          const entry = entries.find((one) => one.kind === kind && one.at.getTime() === at.getTime());
          return entry && { wording: entry.wording, imported: entry.imported };
        },
        ({ subscriberId }) => subscriberId,
      ),
    async *shard(publicationId, shard) {
      yield* structuredClone(shardInMemory(records.subscriptions.held, publicationId, shard));
    },
  };
}
