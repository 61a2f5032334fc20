import { afterAll, beforeAll } from 'vitest';
import { articlesInMemory, articlesTable } from '../../lambdas/ingest/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { articlesContract } from './articles.contract.ts';
import { dynamoWithArticleTables } from './table.ts';

let tables: Awaited<ReturnType<typeof dynamoWithArticleTables>>;
beforeAll(async () => {
  tables = await dynamoWithArticleTables();
});
afterAll(() => tables.stop());

articlesContract('in memory', async () => articlesInMemory());
articlesContract('in DynamoDB', async () => articlesTable(tables.dynamo, await tables.newTable(), objectsInMemory()));
