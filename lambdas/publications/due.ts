import { createHash } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';

/**
 * The sparse index of what the tick must start: sources and digests carry these two keys only while they have a time.
 *
 *   duePk  due#<kind>#<shard>      dueSk  <ISO time>#<publicationId>#<id>
 *
 * Sharded so that a million sources that fall due at once do not meet in one partition.
 */
export type DueKind = 'source' | 'digest';

const SHARDS = 4;
/** What one tick takes at most; the next one comes a minute later. */
const DUE_PER_TICK = 1_000;

export interface DueKeys {
  duePk: string;
  dueSk: string;
}

export function dueKeys(kind: DueKind, publicationId: string, id: string, nextRunAt: Date): DueKeys {
  const name = `${publicationId}#${id}`;
  const shard = createHash('sha256').update(name).digest().readUInt8(0) % SHARDS;
  return { duePk: `due#${kind}#${shard}`, dueSk: `${nextRunAt.toISOString()}#${name}` };
}

/** Items of one kind that are due up to and including `until`, longest waiting first. */
export async function queryDue<Item extends { dueSk?: string }>(
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  kind: DueKind,
  until: Date,
): Promise<Item[]> {
  const shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) => queryShard<Item>(dynamo, TableName, `due#${kind}#${shard}`, until)),
  );
  return shards
    .flat()
    .sort((one, other) => ((one.dueSk ?? '') < (other.dueSk ?? '') ? -1 : 1))
    .slice(0, DUE_PER_TICK);
}

async function queryShard<Item>(
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  duePk: string,
  until: Date,
): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :pk AND dueSk < :until',
        // `$` is the character after `#`, so that an item due at this very millisecond is included.
        ExpressionAttributeValues: { ':pk': duePk, ':until': `${until.toISOString()}$` },
        Limit: DUE_PER_TICK - items.length,
        ExclusiveStartKey,
      }),
    );
    items.push(...((page.Items ?? []) as Item[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && items.length < DUE_PER_TICK);
  return items;
}
