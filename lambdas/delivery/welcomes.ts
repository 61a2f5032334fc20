import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../platform/dynamo.ts';
import { ttlFrom, welcomeKey } from './items.ts';

/** Who is greeted, as a subscription is named. */
export interface Newcomer {
  subscriberId: string;
  publicationId: string;
}

/** Who was greeted in the last half year. */
export interface Welcomes {
  /** Takes the right to greet somebody, before it is done; false when it was taken already. */
  claim(newcomer: Newcomer, now: Date): Promise<boolean>;
  /** For a mail that was certainly not sent. */
  giveBack(newcomer: Newcomer): Promise<void>;
}

export function welcomesTable(dynamo: DynamoDBDocumentClient, TableName: string): Welcomes {
  return {
    claim(newcomer, now) {
      return unlessRefused(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...welcomeKey(newcomer), at: now.toISOString(), ttl: ttlFrom(now) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
    async giveBack(newcomer) {
      await dynamo.send(new DeleteCommand({ TableName, Key: welcomeKey(newcomer) }));
    },
  };
}

/** The same promises in memory, for tests. */
export function welcomesInMemory(): Welcomes {
  const held = new Set<string>();
  const keyOf = ({ publicationId, subscriberId }: Newcomer) => `${publicationId} ${subscriberId}`;
  return {
    async claim(newcomer) {
      if (held.has(keyOf(newcomer))) return false;
      held.add(keyOf(newcomer));
      return true;
    },
    async giveBack(newcomer) {
      held.delete(keyOf(newcomer));
    },
  };
}
