import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  audienceInMemory,
  audienceTable,
  recipientsInMemory,
  recipientsTable,
  SHARDS,
  shardOf,
  subscriptionsInMemory,
} from '../../../lambdas/audience/index.ts';
import { personKey, subscriptionKey } from '../../../lambdas/audience/records/shards.ts';
import { type TestDatabase, testDatabase } from '../../dynamodb.ts';
import { ADA, aWish, hoursAfter, idOf, MONDAY } from '../samples.ts';
import { recipientsContract } from './recipients.contract.ts';
import { recordsContract } from './records.contract.ts';
import { subscriptionsContract } from './subscriptions.contract.ts';

const { publicationId, subscriberId } = ADA;

let tables: TestDatabase;
beforeAll(async () => {
  tables = await testDatabase();
});
afterAll(() => tables.stop());

const onDynamo = async () => audienceTable(tables.dynamo, await tables.newTable());

subscriptionsContract('in memory', async () => subscriptionsInMemory());
subscriptionsContract('on DynamoDB', async () => (await onDynamo()).subscriptions);

recipientsContract('in memory', async () => {
  const subscriptions = subscriptionsInMemory();
  return { subscriptions, recipients: recipientsInMemory(subscriptions.held, () => hoursAfter(24)) };
});
recipientsContract('on DynamoDB', async () => {
  const name = await tables.newTable();
  return {
    subscriptions: audienceTable(tables.dynamo, name).subscriptions,
    recipients: recipientsTable(tables.dynamo, name, () => hoursAfter(24)),
  };
});

recordsContract('in memory', async () => audienceInMemory());
recordsContract('on DynamoDB', onDynamo);

describe('the Audience table', () => {
  const FORGET = hoursAfter(14 * 24);
  const ttl = FORGET.getTime() / 1000;

  it('forgets a person who never confirms, and nobody who did', async () => {
    const name = await tables.newTable();
    const { people, subscriptions, proofs } = audienceTable(tables.dynamo, name);
    const everything = async () => [
      (await tables.dynamo.send(new GetCommand({ TableName: name, Key: subscriptionKey(publicationId, subscriberId) })))
        .Item,
      ...((
        await tables.dynamo.send(
          new QueryCommand({
            TableName: name,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': personKey(subscriberId) },
          }),
        )
      ).Items ?? []),
    ];
    await people.note({ subscriberId, address: 'ada@reader.example' }, publicationId, FORGET);
    await subscriptions.request(aWish(), FORGET);
    await proofs.append({ ...ADA, kind: 'requested', at: MONDAY }, FORGET);
    expect((await everything()).map((item) => item?.ttl)).toEqual([ttl, ttl, ttl]);

    await people.keep({ subscriberId, address: 'ada@reader.example' }, publicationId);
    await proofs.keep(publicationId, subscriberId);
    await subscriptions.confirm(publicationId, subscriberId, hoursAfter(1));
    await people.note({ subscriberId, address: 'ada@reader.example' }, 'courier', FORGET);
    expect((await everything()).map((item) => item?.ttl)).toEqual([undefined, undefined, undefined]);
  });

  it('never forgets that somebody left, whoever signs them up again', async () => {
    const name = await tables.newTable();
    const { subscriptions } = audienceTable(tables.dynamo, name);
    await subscriptions.request(aWish(), FORGET);
    await subscriptions.end(publicationId, subscriberId, { at: hoursAfter(1), because: 'unsubscribed' });
    await subscriptions.request(aWish({ requestedAt: hoursAfter(2) }), FORGET);
    const Key = subscriptionKey(publicationId, subscriberId);
    const { Item } = await tables.dynamo.send(new GetCommand({ TableName: name, Key }));
    expect(Item).toMatchObject({ status: 'pending', endedBecause: 'unsubscribed' });
    expect(Item).not.toHaveProperty('ttl');
  });

  it('keeps a subscription so small that planning reads more than ten for one read unit', async () => {
    const name = await tables.newTable();
    const { subscriptions } = audienceTable(tables.dynamo, name);
    await subscriptions.request(aWish({ address: 'annegret.mustermann@bildungsnetz-mitte.example' }), FORGET);
    await subscriptions.confirm(publicationId, subscriberId, hoursAfter(1));
    const Key = subscriptionKey(publicationId, subscriberId);
    const { Item } = await tables.dynamo.send(new GetCommand({ TableName: name, Key }));
    expect(Buffer.byteLength(JSON.stringify(Item))).toBeLessThan(400);
  });

  it('reads the last word right before sending, and goes on reading what DynamoDB left out', async () => {
    const name = await tables.newTable();
    const { subscriptions } = audienceTable(tables.dynamo, name);
    const ids = Array.from({ length: 3 }, (_, index) => idOf(`r${index}@example.org`));
    for (const id of ids) {
      await subscriptions.request(aWish({ subscriberId: id }), FORGET);
      await subscriptions.confirm(publicationId, id, MONDAY);
    }
    const asked: unknown[] = [];
    const oneAtATime = Object.assign(Object.create(tables.dynamo), {
      async send(command: BatchGetCommand) {
        const wanted = command.input.RequestItems?.[name];
        asked.push(wanted?.ConsistentRead);
        const [first, ...rest] = wanted?.Keys ?? [];
        const one = { RequestItems: { [name]: { ...wanted, Keys: first ? [first] : [] } } };
        const answer = await tables.dynamo.send(new BatchGetCommand(one));
        return { ...answer, UnprocessedKeys: rest.length > 0 ? { [name]: { ...wanted, Keys: rest } } : {} };
      },
    });
    const still = await recipientsTable(oneAtATime, name).recheck(publicationId, ids, { topics: [] });
    expect([...still.present.keys()].toSorted()).toEqual(ids.toSorted());
    expect(asked).toEqual([true, true, true]);
  });

  it('spreads readers evenly over its shards', () => {
    const counts = new Array(SHARDS).fill(0);
    for (let index = 0; index < 64_000; index += 1) counts[shardOf(idOf(`reader-${index}@example.org`))] += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});
