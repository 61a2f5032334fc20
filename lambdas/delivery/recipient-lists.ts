import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { isBefore } from './find-recipient.ts';
import { listFingerprint } from './follow-ups.ts';
import { listKey, ttlFrom } from './items.ts';
import { packedIds, unpackedIds } from './manifests.ts';

/** People on a list, at most: 16 bytes each, in one item. */
export const MOST_ON_LIST = 1_000;

/** Lists of people to whom an edition is sent once more: kept by who is on them, so keeping one twice keeps one. */
export interface RecipientLists {
  /** @returns its fingerprint */
  keep(editionId: string, subscriberIds: string[], at: Date): Promise<string>;
  /** In the order in which a walk finds people; undefined when there is no such list. */
  find(editionId: string, list: string): Promise<string[] | undefined>;
}

const inOrder = (subscriberIds: string[]): string[] =>
  [...new Set(subscriberIds)].sort((one, other) => (isBefore(one, other) ? -1 : 1));

export function recipientListsTable(dynamo: DynamoDBDocumentClient, TableName: string): RecipientLists {
  return {
    async keep(editionId, subscriberIds, at) {
      const people = inOrder(subscriberIds);
      const list = listFingerprint(people);
      const Item = { ...listKey(editionId, list), ids: packedIds(people), ttl: ttlFrom(at) };
      await dynamo.send(new PutCommand({ TableName, Item }));
      return list;
    },
    async find(editionId, list) {
      const Key = listKey(editionId, list);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && unpackedIds(Item.ids as Uint8Array);
    },
  };
}

/** The same promises in memory, for tests. */
export function recipientListsInMemory(): RecipientLists {
  const held = new Map<string, string[]>();
  return {
    async keep(editionId, subscriberIds) {
      const people = inOrder(subscriberIds);
      held.set(`${editionId} ${listFingerprint(people)}`, people);
      return listFingerprint(people);
    },
    async find(editionId, list) {
      return structuredClone(held.get(`${editionId} ${list}`));
    },
  };
}
