import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressChangesInMemory, addressChangesTable } from '../../../lambdas/audience/records/address-changes.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { ADA, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { addressChangesContract } from './address-changes.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

addressChangesContract('in memory', async () => addressChangesInMemory());
addressChangesContract('on DynamoDB', async () => addressChangesTable(tables.dynamo, await tables.newTable()));

describe('a change of address', () => {
  it('lies with the person of the new address and ends by itself, clicked or not', async () => {
    const name = await tables.newTable();
    const changes = addressChangesTable(tables.dynamo, name);
    const formerId = idOf('ada@former.example');
    const change = { ...ADA, formerId, address: 'ada@reader.example', at: MONDAY, network: '', userAgent: '' };
    await changes.put(change, hoursAfter(72));
    await changes.confirm(change, { at: hoursAfter(1), network: '', userAgent: '' });
    const Key = { pk: `person#${ADA.subscriberId}`, sk: `change#ruhr#${formerId}` };
    const { Item } = await tables.dynamo.send(new GetCommand({ TableName: name, Key }));
    expect(Item?.ttl).toBe(hoursAfter(72).getTime() / 1000);
  });
});
