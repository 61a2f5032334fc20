import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNow } from '../../../lambdas/audience/records/read-now.ts';
import { subscriptionKey } from '../../../lambdas/audience/records/shards.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { idOf } from '../samples.ts';

const READERS = 1_000;
const SHARDS_USED = 4;
/** As the table keeps them, in shards of 250. */
const ids = Array.from({ length: READERS }, (_, index) => inFewShards(idOf(`reader-${index}@example.org`), index)).sort(
  (one, other) => (keyOf(one) < keyOf(other) ? -1 : 1),
);

let database: TestDatabase;
let place: { dynamo: DynamoDBDocumentClient; TableName: string; publicationId: string };
const used = { units: 0 };

beforeAll(async () => {
  database = await testDatabase();
  const { dynamo } = database;
  place = { dynamo, TableName: await database.newTable(), publicationId: 'ruhr' };
  for (let from = 0; from < READERS; from += 25) {
    const requests = ids.slice(from, from + 25).map((id) => ({ PutRequest: { Item: anItem(id) } }));
    await dynamo.send(new BatchWriteCommand({ RequestItems: { [place.TableName]: requests } }));
  }
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits: number } };
      for (const { CapacityUnits } of [ConsumedCapacity ?? []].flat()) used.units += CapacityUnits;
      return answer;
    },
    { step: 'initialize', name: 'units' },
  );
});
afterAll(() => database.stop());

describe('subscriptions as they are now', () => {
  it.each([
    { who: 'a chunk of neighbours', asked: ids.slice(450, 550), most: 10 },
    { who: 'one in three', asked: ids.filter((_, index) => index % 3 === 0).slice(0, 100), most: 25 },
    // Dearer than one by one, but by no more than what is read in vain.
    { who: 'some who lie far apart', asked: ids.filter((_, index) => index % 20 === 0), most: 75 },
    { who: 'one', asked: ids.slice(7, 8), most: 1 },
    { who: 'nobody', asked: [], most: 0 },
  ])('are those asked for and no others: $who', async ({ asked, most }) => {
    used.units = 0;
    const found = await readNow(place, asked.toReversed());
    expect(found.map(({ sk }) => sk).toSorted()).toEqual(asked.toSorted());
    expect(used.units).toBeLessThanOrEqual(most);
  });

  it('leave out who is not there', async () => {
    const gone = [idOf('gone@example.org'), idOf('never@example.org')];
    const found = await readNow(place, [...ids.slice(0, 30), ...gone]);
    expect(found.map(({ sk }) => sk).toSorted()).toEqual(ids.slice(0, 30).toSorted());
  });
});

function inFewShards(id: string, index: number): string {
  const bytes = Buffer.from(id, 'base64url');
  bytes[0] = index % SHARDS_USED;
  return bytes.toString('base64url');
}

function keyOf(id: string): string {
  const { pk, sk } = subscriptionKey('ruhr', id);
  return `${pk} ${sk}`;
}

function anItem(id: string) {
  const times = { requestedAt: '2026-11-01T08:00:00.000Z', confirmedAt: '2026-11-01T08:05:00.000Z' };
  const wish = { status: 'confirmed', cadence: 'weekly', language: 'de', origin: 'form' };
  return { ...subscriptionKey('ruhr', id), address: `${id.slice(0, 8)}@reader.example`, ...wish, ...times };
}
