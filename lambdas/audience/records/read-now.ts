import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../../domain/errors.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { shardKey, shardOf, subscriptionKey } from './shards.ts';
import type { SubscriptionItem } from './subscription-item.ts';

/**
 * Items that may be read for each that is wanted. An item asked for by itself costs a whole unit, which is 4 kB; of what
 * lies side by side twenty fit into one. Where more strangers lie between, single ones are cheaper.
 */
const MOST_READ_EACH = 4;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 50;

interface Place {
  dynamo: DynamoDBDocumentClient;
  TableName: string;
  publicationId: string;
}

/**
 * Subscriptions as they are now (strongly consistent). Whoever is not there is absent.
 *
 * A planner finds people in the order of their ids, so those of one chunk are neighbours: they are read as stretches of
 * their shards, which costs a tenth of reading them one by one and spares the one partition that a chunk lies in.
 *
 * @param subscriberIds - in any order; at most 100
 * @throws RundbriefError `unavailable` when DynamoDB leaves some unread for too long
 */
export async function readNow(place: Place, subscriberIds: string[]): Promise<SubscriptionItem[]> {
  const byShard = Map.groupBy([...new Set(subscriberIds)].sort(), shardOf);
  const stretches = await Promise.all([...byShard.values()].map((ids) => readStretch(place, ids)));
  const left = stretches.flatMap(({ unread }) => unread);
  return [...stretches.flatMap(({ items }) => items), ...(await readSingly(place, left))];
}

/** @param ids - of one shard, in order. @returns those found, and those further on than it is worth reading */
async function readStretch({ dynamo, TableName, publicationId }: Place, ids: string[]) {
  const [first = '', last = ''] = [ids[0], ids.at(-1)];
  if (first === last) return { items: [], unread: ids };
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': shardKey(publicationId, shardOf(first)), ':first': first, ':last': last },
      ConsistentRead: true,
      Limit: ids.length * MOST_READ_EACH,
    }),
  );
  const wanted = new Set(ids);
  return {
    items: (Items as SubscriptionItem[]).filter(({ sk }) => wanted.has(sk)),
    unread: LastEvaluatedKey ? ids.filter((id) => id > LastEvaluatedKey.sk) : [],
  };
}

async function readSingly({ dynamo, TableName, publicationId }: Place, ids: string[]): Promise<SubscriptionItem[]> {
  const items: SubscriptionItem[] = [];
  let Keys: Record<string, unknown>[] = ids.map((id) => subscriptionKey(publicationId, id));
  for (let attempt = 0; Keys.length > 0; attempt += 1) {
    // DynamoDB may leave keys unread under load; a recipient not read is not one who left.
    if (attempt === ATTEMPTS) throw new RundbriefError('unavailable', 'The audience could not be read in time');
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** attempt));
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    items.push(...((Responses?.[TableName] ?? []) as SubscriptionItem[]));
    Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
  }
  return items;
}
