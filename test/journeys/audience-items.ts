import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Journey } from './local-run.ts';

/** Every item of the Audience table, by its key. */
export async function audienceItems({ run }: Pick<Journey, 'run'>): Promise<Record<string, Record<string, unknown>>> {
  const client = new DynamoDBClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const [TableName] = TableNames.filter((name) => /^Audience|Audience.*Table/i.test(name));
  if (!TableName) throw new Error(`There is no Audience table among ${TableNames.join(', ')}`);
  const items: Record<string, Record<string, unknown>> = {};
  const dynamo = DynamoDBDocumentClient.from(client);
  for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName, ConsistentRead: true })) {
    for (const item of Items) items[`${item.pk} / ${item.sk}`] = item;
  }
  return items;
}

const QUIET_MS = 1_500;

/** The same, once what mails and events bring with them has come to rest. */
export async function audienceAtRest(journey: Pick<Journey, 'run'>): Promise<Record<string, Record<string, unknown>>> {
  for (let before = await audienceItems(journey); ; ) {
    await wait(QUIET_MS);
    const after = await audienceItems(journey);
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
}
