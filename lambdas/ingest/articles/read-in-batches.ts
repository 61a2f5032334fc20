import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../../domain/errors.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';

const BATCH_SIZE = 100;
const ATTEMPTS = 8;

interface ItemKey {
  pk: string;
  sk: string;
}

/** The items with these keys, in any order; DynamoDB may leave some of a batch for the next request. */
export async function readInBatches<Item>(
  dynamo: DynamoDBDocumentClient,
  table: string,
  keys: ItemKey[],
): Promise<Item[]> {
  const distinct = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const items: Item[] = [];
  for (let start = 0; start < distinct.length; start += BATCH_SIZE) {
    items.push(...(await readBatch<Item>(dynamo, table, distinct.slice(start, start + BATCH_SIZE))));
  }
  return items;
}

async function readBatch<Item>(dynamo: DynamoDBDocumentClient, table: string, batch: ItemKey[]): Promise<Item[]> {
  const items: Item[] = [];
  let left: Record<string, unknown>[] = batch.map((key) => ({ ...key }));
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === ATTEMPTS) throw new RundbriefError('unavailable', 'The table did not give all articles');
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt));
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: left } } }),
    );
    items.push(...((Responses?.[table] ?? []) as Item[]));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return items;
}
