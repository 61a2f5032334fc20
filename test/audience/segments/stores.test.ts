import { afterAll, beforeAll } from 'vitest';
import { audienceInMemory, audienceTable } from '../../../lambdas/audience/index.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { segmentsContract } from './segments.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

segmentsContract('in memory', async () => audienceInMemory());
segmentsContract('on DynamoDB', async () => audienceTable(tables.dynamo, await tables.newTable()));
