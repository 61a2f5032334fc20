import { BatchWriteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type AudienceRecords, audienceTable } from '../../../lambdas/audience/index.ts';
import { signLink } from '../../../lambdas/audience/links/links.ts';
import type { TestDatabase } from '../../dynamodb.ts';
import { House, posted } from '../house.ts';
import { ADA, KEYS, SITE } from '../samples.ts';

/** A house on a table of its own, where a test can look at every item. */
export async function houseOn(tables: TestDatabase): Promise<{ house: House; items: () => Promise<Item[]> }> {
  const name = await tables.newTable();
  const house = new House();
  Object.assign(house.deps, audienceTable(tables.dynamo, name));
  return { house, items: () => itemsOf(tables.dynamo, name) };
}

/** A copy of a table that loses one answer, that of the request numbered `at`: as if the function were killed there. */
export async function cutOff(tables: TestDatabase, items: Item[], at: number) {
  const { house, ...copy } = await interrupted(tables, items, at, async () => {
    throw new Error('killed');
  });
  return { deps: house.deps, ...copy };
}

/** A house on a copy of a table, where something happens between the request numbered `at` and its answer. */
export async function interrupted(
  tables: TestDatabase,
  items: Item[],
  at: number,
  happen: (undisturbed: AudienceRecords) => Promise<unknown>,
) {
  const name = await tables.newTable();
  for (let start = 0; start < items.length; start += 25) {
    const puts = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await tables.dynamo.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
  }
  let requests = 0;
  const send = async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
    requests += 1;
    const answer = tables.dynamo.send(command);
    if (requests !== at) return answer;
    // It happens after a refusal as well.
    await answer.catch(() => undefined);
    await happen(audienceTable(tables.dynamo, name));
    return answer;
  };
  const house = new House();
  Object.assign(house.deps, audienceTable(Object.assign(Object.create(tables.dynamo), { send }), name));
  return { house, items: () => itemsOf(tables.dynamo, name), requests: () => requests };
}

async function itemsOf(dynamo: DynamoDBDocumentClient, TableName: string): Promise<Item[]> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items as Item[];
}

export type Item = Record<string, unknown> & { pk: string; sk: string };

/** Signs up and confirms. */
export async function subscribed(house: House, address = 'ada@reader.example', publication = 'ruhr'): Promise<void> {
  await house.subscribe(address, { publication });
  await house.deliver();
  await house.ask(house.link, posted(new URLSearchParams()));
}

export const dataLink = (house: House, who = ADA) => `${SITE}/my-data?t=${signLink('data', who, KEYS, house.now)}`;

export const post = (house: House, link: string, form: Record<string, string>) =>
  house.ask(link, posted(new URLSearchParams(form)));
