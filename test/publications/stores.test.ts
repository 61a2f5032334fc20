import { DeleteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import {
  digestsInMemory,
  digestsTable,
  hostPausesInMemory,
  hostPausesTable,
  publicationsInMemory,
  publicationsTable,
  sourcesInMemory,
  sourcesTable,
} from '../../lambdas/publications/index.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { digestsContract } from './digests.contract.ts';
import { hostPausesContract } from './host-pauses.contract.ts';
import { publicationsContract } from './publications.contract.ts';
import { sourcesContract } from './sources.contract.ts';

let table: Pick<TestDatabase, 'dynamo' | 'stop'> & { name: string };
beforeAll(async () => {
  const database = await testDatabase({ name: 'due', projection: 'ALL' });
  table = { ...database, name: await database.newTable() };
});
afterAll(() => table.stop());

const emptied =
  <Store>(make: (dynamo: DynamoDBDocumentClient, name: string) => Store) =>
  async () => {
    const { Items = [] } = await table.dynamo.send(new ScanCommand({ TableName: table.name }));
    for (const { pk, sk } of Items) {
      await table.dynamo.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
    }
    return make(table.dynamo, table.name);
  };

publicationsContract('in memory', publicationsInMemory);
publicationsContract('in DynamoDB', emptied(publicationsTable));
digestsContract('in memory', digestsInMemory);
digestsContract('in DynamoDB', emptied(digestsTable));
sourcesContract('in memory', sourcesInMemory);
sourcesContract('in DynamoDB', emptied(sourcesTable));
hostPausesContract('in memory', hostPausesInMemory);
hostPausesContract('in DynamoDB', emptied(hostPausesTable));
