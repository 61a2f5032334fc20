import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** A subscriber: a person known by one address, and every publication they ever had to do with. */
export interface Person {
  subscriberId: string;
  address: string;
  /** Publications with a subscription of any state; one of them may have been forgotten since. */
  publications: string[];
}

/**
 * Where people are kept. A person is noted **before** the subscription is written, so that whoever has to change all
 * subscriptions of a person finds every one of them.
 *
 *   pk  person#<subscriberId>      sk  person
 */
export interface People {
  /** Strongly consistent. */
  find(subscriberId: string): Promise<Person | undefined>;
  /** Adds a publication to the person. Who was never confirmed anywhere is forgotten at `forgetAt`. */
  note(person: { subscriberId: string; address: string }, publicationId: string, forgetAt: Date): Promise<void>;
  /** The same for good: they have confirmed. */
  keep(person: { subscriberId: string; address: string }, publicationId: string): Promise<void>;
}

export function peopleTable(dynamo: DynamoDBDocumentClient, TableName: string): People {
  const keyOf = (subscriberId: string) => ({ pk: personKey(subscriberId), sk: 'person' });
  return {
    async find(subscriberId) {
      const Key = keyOf(subscriberId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && { subscriberId, address: Item.address, publications: [...Item.publications].sort() };
    },
    async note({ subscriberId, address }, publicationId, forgetAt) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(subscriberId),
            UpdateExpression: 'SET address = :address, #ttl = :ttl ADD publications :publication',
            ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(#ttl)',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':address': address,
              ':publication': new Set([publicationId]),
              ':ttl': ttlAt(forgetAt),
            },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        await this.keep({ subscriberId, address }, publicationId);
      }
    },
    async keep({ subscriberId, address }, publicationId) {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(subscriberId),
          UpdateExpression: 'SET address = :address REMOVE #ttl ADD publications :publication',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: { ':address': address, ':publication': new Set([publicationId]) },
        }),
      );
    },
  };
}

/** The same promises in memory, for tests. */
export function peopleInMemory(): People & { held: Map<string, Person> } {
  const held = new Map<string, Person>();
  return {
    held,
    async find(subscriberId) {
      return structuredClone(held.get(subscriberId));
    },
    async note({ subscriberId, address }, publicationId) {
      const publications = new Set(held.get(subscriberId)?.publications).add(publicationId);
      held.set(subscriberId, { subscriberId, address, publications: [...publications].sort() });
    },
    async keep(person, publicationId) {
      await this.note(person, publicationId, new Date(0));
    },
  };
}
