import { afterAll, beforeAll } from 'vitest';
import { articlesInMemory, articlesTable } from '../../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { articlesContract } from './articles.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase({ name: 'published', projection: 'KEYS_ONLY' });
});
afterAll(() => tables.stop());

articlesContract('in memory', async () => articlesInMemory());
articlesContract('in DynamoDB', async () => articlesTable(tables.dynamo, await tables.newTable(), objectsInMemory()));
