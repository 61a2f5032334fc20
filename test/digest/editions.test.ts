import { afterAll, beforeAll } from 'vitest';
import { editionsInMemory } from '../../lambdas/digest/editions-in-memory.ts';
import { editionsTable } from '../../lambdas/digest/editions-table.ts';
import { editionsContract } from './editions.contract.ts';
import { dynamoWithEditionTables } from './table.ts';

let dynamoDb: Awaited<ReturnType<typeof dynamoWithEditionTables>>;
beforeAll(async () => {
  dynamoDb = await dynamoWithEditionTables();
});
afterAll(() => dynamoDb.stop());

editionsContract('in memory', () => editionsInMemory());
editionsContract('in DynamoDB', async () => editionsTable(dynamoDb.dynamo, await dynamoDb.newTable()));
