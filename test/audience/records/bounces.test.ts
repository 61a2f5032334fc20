import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bouncesInMemory, bouncesTable } from '../../../lambdas/audience/records/bounces.ts';
import { personKey } from '../../../lambdas/audience/records/shards.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { ADA, hoursAfter, MONDAY } from '../samples.ts';
import { bouncesContract } from './bounces.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

bouncesContract('in memory', async () => bouncesInMemory());
bouncesContract('on DynamoDB', async () => bouncesTable(tables.dynamo, await tables.newTable()));

it('bounces are forgotten by the table itself, and fit into one write unit', async () => {
  const name = await tables.newTable();
  const bounces = bouncesTable(tables.dynamo, name);
  const mails = Array.from({ length: 9 }, (_, at) => ({
    id: `0107019a5c1f3b7${at}-4d2a9c61-7f0b-4e83-9a55-1c3de8b7f204-000000`,
    sentAt: hoursAfter(at),
  }));
  await bounces.replace(ADA.subscriberId, { mails: [], version: 0 }, { mails, countsAfter: MONDAY }, hoursAfter(9));
  const Key = { pk: personKey(ADA.subscriberId), sk: 'bounces' };
  const { Item } = await tables.dynamo.send(new GetCommand({ TableName: name, Key }));
  expect(Item?.ttl).toBe(hoursAfter(9).getTime() / 1000);
  expect(Buffer.byteLength(JSON.stringify(Item))).toBeLessThan(1_024);
});
