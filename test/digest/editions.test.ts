import { afterAll, beforeAll } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { editionsTable } from '../../lambdas/digest/editions-table.ts';
import { type TestDatabase, testDatabase } from '../dynamodb.ts';
import { editionsContract } from './editions.contract.ts';

let dynamoDb: TestDatabase;
beforeAll(async () => {
  dynamoDb = await testDatabase({ name: 'sends', projection: 'KEYS_ONLY' });
});
afterAll(() => dynamoDb.stop());

editionsContract('in memory', () => editionsInMemory());
editionsContract('in DynamoDB', async () => editionsTable(dynamoDb.dynamo, await dynamoDb.newTable()));
