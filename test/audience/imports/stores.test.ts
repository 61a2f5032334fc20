import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  audienceInMemory,
  audienceTable,
  beginImport,
  crowdInMemory,
  crowdTable,
  decideImport,
  type ImportDeps,
  importRecordsInMemory,
  importRecordsTable,
} from '../../../lambdas/audience/index.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../../lambdas/platform/queue.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { aWish, hoursAfter, idOf, MONDAY, publications } from '../samples.ts';
import { crowdContract } from './crowd.contract.ts';
import { importRecordsContract } from './import-records.contract.ts';

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

importRecordsContract('in memory', async () => importRecordsInMemory());
importRecordsContract('on DynamoDB', async () => importRecordsTable(tables.dynamo, await tables.newTable()));

crowdContract('in memory', async () => {
  const records = audienceInMemory();
  return { records, crowd: crowdInMemory(records) };
});
crowdContract('on DynamoDB', async () => {
  const name = await tables.newTable();
  return { records: audienceTable(tables.dynamo, name), crowd: crowdTable(tables.dynamo, name) };
});

describe('the Audience table', () => {
  it('forgets an import that brought nobody in, and keeps one that did: it is where they came from', async () => {
    const name = await tables.newTable();
    const deps: ImportDeps = {
      imports: importRecordsTable(tables.dynamo, name),
      handover: objectsInMemory(),
      work: outboxInMemory(),
      publications,
      now: () => MONDAY,
    };
    const { id } = await beginImport({ publicationId: 'ruhr', fileName: 'a.csv', bytes: 1, by: 'erna' }, deps);
    const which = { publicationId: 'ruhr', importId: id };
    const ttl = async () =>
      (await tables.dynamo.send(new GetCommand({ TableName: name, Key: { pk: 'imports#ruhr', sk: id } }))).Item?.ttl;
    expect(await ttl()).toBe(hoursAfter(30 * 24).getTime() / 1000);
    await deps.imports.endUpload(which);
    await deps.imports.ready(which, {
      ...{
        format: 'other',
        encoding: 'utf-8',
        delimiter: ',',
        columns: ['1'],
        hasHeader: false,
        proposed: ['address'],
      },
      ...{ readyAt: MONDAY, rows: 1, pages: 1 },
    });
    const decision = { ...which, mapping: ['address' as const], provenance: 'Von der Fachtagung', by: 'erna' };
    await decideImport({ ...decision, dryRun: true }, deps);
    expect(await ttl()).toBeGreaterThan(0);
    await deps.imports.commit(
      { ...which, run: 1 },
      {
        page: 0,
        counters: (await deps.imports.find(which))?.counters as never,
        rows: 1,
        unknownTopics: [],
        at: MONDAY,
      },
    );
    await decideImport({ ...decision, dryRun: false }, deps);
    expect(await ttl()).toBeUndefined();
  });

  it('goes on reading whom DynamoDB left out', async () => {
    const name = await tables.newTable();
    const { subscriptions } = audienceTable(tables.dynamo, name);
    const ids = Array.from({ length: 3 }, (_, index) => idOf(`r${index}@example.org`));
    for (const subscriberId of ids) await subscriptions.request(aWish({ subscriberId }), hoursAfter(99));
    const oneAtATime = Object.assign(Object.create(tables.dynamo), {
      async send(command: BatchGetCommand) {
        const wanted = command.input.RequestItems?.[name];
        const [first, ...rest] = wanted?.Keys ?? [];
        const one = { RequestItems: { [name]: { ...wanted, Keys: first ? [first] : [] } } };
        const answer = await tables.dynamo.send(new BatchGetCommand(one));
        return { ...answer, UnprocessedKeys: rest.length > 0 ? { [name]: { ...wanted, Keys: rest } } : {} };
      },
    });
    const found = await crowdTable(oneAtATime, name).subscriptions('ruhr', ids);
    expect([...found.keys()].sort()).toEqual(ids.sort());
  });
});
