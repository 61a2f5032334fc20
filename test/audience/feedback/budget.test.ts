import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AudienceRecords, audienceTable } from '../../../lambdas/audience/index.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { arrived, bounce, cameBack, complaint, furnish, hear } from './events.ts';

const used = { writes: 0, reads: 0 };
let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
  tables.dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...(args.input as object), ReturnConsumedCapacity: 'TOTAL' };
        const { output, response } = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity } = output as { ConsumedCapacity?: { CapacityUnits?: number } };
        used[/Get|Query/.test(commandName) ? 'reads' : 'writes'] += ConsumedCapacity?.CapacityUnits ?? 0;
        return { output, response };
      },
    { step: 'initialize', priority: 'low' },
  );
});
afterAll(() => tables.stop());

describe('what SES tells of somebody who reads one publication', () => {
  let house: { audience: AudienceRecords };
  beforeEach(async () => {
    house = await furnish({ audience: audienceTable(tables.dynamo, await tables.newTable()) }, ['ruhr']);
  });

  const costOf = async (...events: unknown[]) => {
    Object.assign(used, { writes: 0, reads: 0 });
    await hear(house, ...events);
    return { ...used };
  };

  it.each([
    { what: 'a bounce for good', before: [], event: bounce(), writes: 2, reads: 2 },
    { what: 'a complaint', before: [], event: complaint(), writes: 4, reads: 2 },
    { what: 'the first bounce for the time being', before: [], event: cameBack(0), writes: 2, reads: 4 },
    { what: 'a further one', before: [cameBack(0)], event: cameBack(3), writes: 2, reads: 4 },
    {
      what: 'the one too many',
      before: [0, 4, 7, 11].map((day) => cameBack(day)),
      event: cameBack(14),
      writes: 5,
      reads: 10,
    },
    { what: 'the arrival of a watched mail', before: [cameBack(0)], event: arrived(1), writes: 2, reads: 6 },
    { what: 'the same bounce again', before: [cameBack(0)], event: cameBack(0), writes: 1, reads: 4 },
  ])('costs little for $what: $writes write and $reads read units', async ({ before, event, writes, reads }) => {
    await hear(house, ...before);
    expect(await costOf(event)).toEqual({ writes, reads });
  });
});
