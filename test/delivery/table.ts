import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// dynalite brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

const NAME = 'Deliveries';

/** An empty table with the keys and the index that the stack gives Deliveries, on a DynamoDB of this process. */
export async function deliveriesTestTable(): Promise<{
  dynamo: DynamoDBDocumentClient;
  name: string;
  /** Write units and read units that were asked for, as DynamoDB counts them. */
  used: { writes: number; reads: number };
  stop: () => Promise<void>;
}> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const key = (HASH: string, RANGE: string) =>
    Object.entries({ HASH, RANGE }).map(([KeyType, AttributeName]) => ({
      AttributeName,
      KeyType: KeyType as 'HASH' | 'RANGE',
    }));
  await client.send(
    new CreateTableCommand({
      TableName: NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'reconcilePk', 'reconcileSk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'reconcile',
          KeySchema: key('reconcilePk', 'reconcileSk'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  const used = { writes: 0, reads: 0 };
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...(args.input as object), ReturnConsumedCapacity: 'INDEXES' };
        const answer = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        used[/Get|Query/.test(commandName) ? 'reads' : 'writes'] += ConsumedCapacity?.CapacityUnits ?? 0;
        return answer;
      },
    { step: 'initialize', priority: 'low' },
  );
  return { dynamo, name: NAME, used, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
