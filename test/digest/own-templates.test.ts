import { afterAll, beforeAll } from 'vitest';
import { ownTemplatesInMemory } from '../../lambdas/digest/own-templates-in-memory.ts';
import { ownTemplatesTable } from '../../lambdas/digest/own-templates-table.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { ownTemplatesContract } from './own-templates.contract.ts';

let dynamoDb: TestDatabase;
beforeAll(async () => {
  dynamoDb = await testDatabase({ name: 'sends', projection: 'KEYS_ONLY' });
});
afterAll(() => dynamoDb.stop());

ownTemplatesContract('in memory', () => ownTemplatesInMemory());
ownTemplatesContract('in DynamoDB', async () => ownTemplatesTable(dynamoDb.dynamo, await dynamoDb.newTable()));
