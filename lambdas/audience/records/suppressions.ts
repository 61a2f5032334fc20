import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Suppression, SuppressionReason } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';

/**
 * Whom we must not write to, in any publication. It outlives the person's own record: an id, a reason and a time.
 *
 *   pk  person#<subscriberId>      sk  suppression
 */
export interface Suppressions {
  /** Strongly consistent. */
  find(subscriberId: string): Promise<Suppression | undefined>;
  /**
   * Adds one, or gives the one there is a graver reason; so events may come doubled and in any order.
   *
   * @returns what holds now
   */
  add(suppression: Suppression): Promise<Suppression>;
}

/** From light to grave: what a person said counts more than what a mail server said. */
const BY_GRAVITY: SuppressionReason[] = ['permanent-bounce', 'complaint', 'editor'];

const gravityOf = (reason: SuppressionReason) => BY_GRAVITY.indexOf(reason);

export function suppressionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Suppressions {
  const keyOf = (subscriberId: string) => ({ pk: personKey(subscriberId), sk: 'suppression' });
  const find = async (subscriberId: string): Promise<Suppression | undefined> => {
    const Key = keyOf(subscriberId);
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && { subscriberId, reason: Item.reason, since: new Date(Item.since) };
  };
  return {
    find,
    async add(suppression) {
      const { subscriberId, reason, since } = suppression;
      try {
        await dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(subscriberId), reason, since: since.toISOString(), gravity: gravityOf(reason) },
            ConditionExpression: 'attribute_not_exists(pk) OR gravity < :gravity',
            ExpressionAttributeValues: { ':gravity': gravityOf(reason) },
          }),
        );
        return suppression;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return (await find(subscriberId)) ?? suppression;
      }
    },
  };
}

/** The same promises in memory, for tests. */
export function suppressionsInMemory(...given: Suppression[]): Suppressions {
  const held = new Map(given.map((one) => [one.subscriberId, one]));
  return {
    async find(subscriberId) {
      return structuredClone(held.get(subscriberId));
    },
    async add(suppression) {
      const current = held.get(suppression.subscriberId);
      const isGraver = !current || gravityOf(current.reason) < gravityOf(suppression.reason);
      if (isGraver) held.set(suppression.subscriberId, structuredClone(suppression));
      return structuredClone(isGraver ? suppression : current);
    },
  };
}
