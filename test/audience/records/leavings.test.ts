import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leavingsInMemory, leavingsTable } from '../../../lambdas/audience/records/leavings.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

describe.each([
  { where: 'in memory', make: async () => leavingsInMemory() },
  { where: 'on DynamoDB', make: async () => leavingsTable(tables.dynamo, await tables.newTable()) },
])('who left by an edition, $where', ({ make }) => {
  it('are counted for each edition of each publication, and fewer when somebody takes it back', async () => {
    const leavings = await make();
    const twelve = { publicationId: 'ruhr', edition: 12 };
    expect(await leavings.of(twelve)).toBe(0);
    for (const people of [1, 1, -1, 1] as const) await leavings.count(twelve, people);
    await leavings.count({ ...twelve, edition: 120 }, 1);
    await leavings.count({ ...twelve, publicationId: 'courier' }, 1);
    expect(await leavings.of(twelve)).toBe(2);
  });
});
