import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// dynalite brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

export interface TestDatabase {
  dynamo: DynamoDBDocumentClient;
  /** @returns the name of a new, empty table with the keys that the stack gives every room */
  newTable(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A DynamoDB of this process, for stores to be tried on.
 *
 * @param index - the room's sparse index, as `lib/room-table.ts` makes it
 */
export async function testDatabase(index?: { name: string; projection: 'ALL' | 'KEYS_ONLY' }): Promise<TestDatabase> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let tables = 0;
  return {
    dynamo: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    async newTable() {
      tables += 1;
      const TableName = `Table-${tables}`;
      await client.send(new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', ...shapeOf(index) }));
      // It is there a tick later, also when it takes no time.
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName });
      return TableName;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function shapeOf(index: Parameters<typeof testDatabase>[0]) {
  const keys = [['pk', 'sk'], ...(index ? [[`${index.name}Pk`, `${index.name}Sk`]] : [])];
  return {
    AttributeDefinitions: keys.flat().map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: index && [
      {
        IndexName: index.name,
        KeySchema: keySchema(`${index.name}Pk`, `${index.name}Sk`),
        Projection: { ProjectionType: index.projection },
      },
    ],
  };
}

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
