import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

// dynalite brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** DynamoDB in this process, with as many empty Articles tables as tests ask for. */
export async function dynamoWithArticleTables() {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let made = 0;
  return {
    dynamo: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    async newTable(): Promise<string> {
      made += 1;
      const TableName = `Articles${made}`;
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: ['pk', 'sk', 'publishedPk', 'publishedSk'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          KeySchema: keys('pk', 'sk'),
          GlobalSecondaryIndexes: [
            {
              IndexName: 'published',
              KeySchema: keys('publishedPk', 'publishedSk'),
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
        }),
      );
      return TableName;
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
