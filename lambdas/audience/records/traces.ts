import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';

/** One item that lies under a person, whichever store wrote it. */
export interface Trace {
  /** The beginning of its sort key: `person`, `sign-up`, `mail`, `proof` and so on. */
  kind: string;
  /** What else its sort key says, such as the publication. */
  place: string[];
  /** As it is stored: text, numbers, lists; times in ISO 8601. */
  values: Record<string, unknown>;
  /** When DynamoDB deletes it by itself. */
  endsAt?: Date;
}

/**
 * Everything that lies under a person, of whatever kind: who is asked for it, or must erase it, cannot forget a kind that
 * came later.
 *
 *   pk  person#<subscriberId>      sk  any
 */
export interface Traces {
  /** Strongly consistent. */
  list(subscriberId: string): Promise<Trace[]>;
  /** Deletes all but the suppression and the proofs, also what names the publications in which there are subscriptions. */
  forget(subscriberId: string): Promise<void>;
}

/** What outlives an erasure: whom we must not write to, and the (then reduced) proof that we once might. */
const KEPT = new Set(['suppression', 'proof']);

export function tracesTable(dynamo: DynamoDBDocumentClient, TableName: string): Traces {
  const itemsOf = (subscriberId: string) =>
    Array.fromAsync(
      queryAll<TraceItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': personKey(subscriberId) },
        ConsistentRead: true,
      }),
    );
  return {
    async list(subscriberId) {
      return (await itemsOf(subscriberId)).map(fromItem);
    },
    async forget(subscriberId) {
      const items = (await itemsOf(subscriberId)).filter(({ sk }) => !KEPT.has(kindOf(sk)));
      for (const { pk, sk } of items) {
        await dynamo.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
      }
    },
  };
}

interface TraceItem {
  pk: string;
  sk: string;
  ttl?: number;
  [attribute: string]: unknown;
}

const kindOf = (sk: string) => sk.split('#', 1)[0] ?? '';

function fromItem({ pk, sk, ttl, ...stored }: TraceItem): Trace {
  const [kind = '', ...place] = sk.split('#');
  const values = Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [name, value instanceof Set ? [...value].sort() : value]),
  );
  return { kind, place, values, ...(ttl === undefined ? {} : { endsAt: new Date(ttl * 1000) }) };
}

/** What a store in memory holds. */
type Held = Map<string, { subscriberId: string }> | { subscriberId: string }[];

/**
 * The same promises in memory, for tests.
 *
 * @param stores - by kind: what each store holds, and which of its fields its sort key would say
 */
export function tracesInMemory(stores: Record<string, { held: Held; place: string[] }>): Traces {
  return {
    async list(subscriberId) {
      return Object.entries(stores).flatMap(([kind, { held, place }]) =>
        [...held.values()]
          .filter((one) => one.subscriberId === subscriberId)
          .map((one) => inPlace(kind, place, JSON.parse(JSON.stringify(one)))),
      );
    },
    async forget(subscriberId) {
      for (const [kind, { held }] of Object.entries(stores)) {
        if (KEPT.has(kind) || !(held instanceof Map)) continue;
        for (const [key, one] of held) if (one.subscriberId === subscriberId) held.delete(key);
      }
    },
  };
}

function inPlace(kind: string, place: string[], { subscriberId, ...all }: Record<string, unknown>): Trace {
  const values = Object.fromEntries(Object.entries(all).filter(([name]) => !place.includes(name)));
  return { kind, place: place.map((name) => String(all[name])), values };
}
