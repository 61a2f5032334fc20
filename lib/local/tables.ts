/** The tables of the template: made at the first start, rebuilt when their keys or indexes change, swept of expired items. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { TableShape } from './capacity.ts';
import type { Dynalite, Item, Json } from './dynalite.ts';
import { LocalError } from './errors.ts';
import { type Deployed, readProperties } from './stack.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
});
const tableSchema = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z
    .array(
      indexSchema.loose().transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    )
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  SSESpecification: z.object({ SSEEnabled: z.boolean() }).optional(),
  Replicas: z.array(z.object({ SSESpecification: z.object({ KMSMasterKeyId: z.string() }).optional() })).length(1),
});
type Definition = z.infer<typeof tableSchema>;

export interface Table extends TableShape {
  logicalId: string;
  definition: Definition;
  /** Where an item keeps the second it expires. */
  ttl?: string;
  /** The ARN or id of the customer's key it is encrypted with. */
  key?: string;
}

export function readTable(resource: Deployed): Table {
  const definition = readProperties(tableSchema, resource);
  const { id: logicalId, ref: name } = resource;
  const { AttributeName, Enabled } = definition.TimeToLiveSpecification ?? {};
  const key = definition.Replicas[0]?.SSESpecification?.KMSMasterKeyId;
  return {
    logicalId,
    name,
    definition,
    keys: definition.KeySchema.map((key) => key.AttributeName),
    indexes: (definition.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
      name: IndexName,
      keys: KeySchema.map((key) => key.AttributeName),
      ...(Projection.ProjectionType !== 'ALL' && { attributes: Projection.NonKeyAttributes ?? [] }),
    })),
    ...(Enabled && AttributeName && { ttl: AttributeName }),
    ...(key && { key }),
  };
}

export async function ensureTable(
  dynalite: Dynalite,
  table: Table,
  folder: string,
  log: (line: string) => void,
): Promise<void> {
  const copy = join(folder, `${table.name}.jsonl`);
  const { status, body } = await dynalite.answer('DescribeTable', { TableName: table.name });
  const interrupted = existsSync(copy);
  if (status !== 200 && !interrupted) return create(dynalite, table);
  const stored = (body.Table ?? {}) as Json;
  if (!interrupted && shapeOf(stored) === shapeOf(table.definition) && stored.TableStatus === 'ACTIVE') return;

  if (!interrupted) {
    log(`${table.logicalId}: its keys or indexes changed, copying its items`);
    await mkdir(folder, { recursive: true });
    await copyOut(dynalite, table, copy);
  }
  if (status === 200) await dynalite.call('DeleteTable', { TableName: table.name });
  await settled(async () => (await dynalite.answer('DescribeTable', { TableName: table.name })).status !== 200);
  await create(dynalite, table);
  for await (const line of createInterface({ input: createReadStream(copy) })) {
    await dynalite.call('PutItem', { TableName: table.name, Item: JSON.parse(line) as Item });
  }
  await rm(copy);
}

async function create(dynalite: Dynalite, { name, definition }: Table): Promise<void> {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = definition;
  const indexes = GlobalSecondaryIndexes?.length ? { GlobalSecondaryIndexes } : {};
  await dynalite.call('CreateTable', {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...indexes,
  });
  await settled(async () => {
    const { Table: made } = await dynalite.call('DescribeTable', { TableName: name });
    return (made as Json).TableStatus === 'ACTIVE';
  });
}

/** The copy gets its name only when it is whole, so that a kill in between leaves the table as it was. */
async function copyOut(dynalite: Dynalite, table: Table, file: string): Promise<void> {
  const part = await open(`${file}.part`, 'w');
  for await (const item of itemsOf(dynalite, table.name)) {
    const missing = table.keys.find((key) => !(key in item));
    if (missing)
      throw new LocalError(`${table.logicalId}: stored items have no key ${missing}; begin anew with --fresh`);
    await part.write(`${JSON.stringify(item)}\n`);
  }
  await part.sync();
  await part.close();
  await rename(`${file}.part`, file);
}

async function* itemsOf(dynalite: Dynalite, TableName: string, more: Json = {}): AsyncGenerator<Item> {
  let ExclusiveStartKey: unknown;
  do {
    const page = await dynalite.call('Scan', {
      TableName,
      Limit: 200,
      ...more,
      ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
    });
    yield* (page.Items ?? []) as Item[];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** Deletes what has expired, as DynamoDB does some time after the fact. */
export async function sweepExpired(dynalite: Dynalite, tables: Table[], now: Date): Promise<void> {
  const second = { ':now': { N: String(Math.floor(now.getTime() / 1000)) } };
  for (const { name, keys, ttl } of tables) {
    if (!ttl) continue;
    const names = { '#ttl': ttl };
    const expired = {
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: second,
    };
    for await (const item of itemsOf(dynalite, name, expired)) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
      // Somebody may have prolonged it in between.
      await dynalite.answer('DeleteItem', {
        TableName: name,
        Key,
        ConditionExpression: '#ttl < :now',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: second,
      });
    }
  }
}

/** Keys, their types and indexes in one order, to compare what is stored with what is wanted. */
function shapeOf({ KeySchema, AttributeDefinitions, GlobalSecondaryIndexes }: Json | Definition): string {
  const indexes = z.array(indexSchema).parse(GlobalSecondaryIndexes ?? []);
  const types = (AttributeDefinitions ?? []) as Definition['AttributeDefinitions'];
  return JSON.stringify([
    KeySchema,
    types.map(({ AttributeName, AttributeType }) => `${AttributeName}:${AttributeType}`).sort(),
    indexes
      .map(({ IndexName, KeySchema: keys, Projection: { ProjectionType, NonKeyAttributes } }) => [
        IndexName,
        keys,
        ProjectionType,
        [...(NonKeyAttributes ?? [])].sort(),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ]);
}

async function settled(isSettled: () => Promise<boolean>): Promise<void> {
  while (!(await isSettled())) await new Promise((resolve) => setTimeout(resolve, 2));
}
