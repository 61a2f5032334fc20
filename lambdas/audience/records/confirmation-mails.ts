import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import type { Who } from '../links/links.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** Nobody can flood a mailbox through our form: one mail a day a publication, and three a day in all. */
const HOURS_BETWEEN = 24;
const MOST_A_PERSON = 3;
const MS_PER_HOUR = 3_600_000;

/**
 * Who was sent a confirmation mail lately.
 *
 *   pk  person#<subscriberId>      sk  mail#<publicationId>
 */
export interface ConfirmationMails {
  /**
   * Takes the right to send one now; false when this address had enough. It is taken before the sending, so that a
   * repeated message sends no second mail; who knows that nothing was sent gives it back.
   */
  claim(who: Who, now: Date): Promise<boolean>;
  giveBack(who: Who): Promise<void>;
}

export function confirmationMailsTable(dynamo: DynamoDBDocumentClient, TableName: string): ConfirmationMails {
  const keyOf = ({ subscriberId, publicationId }: Who) => ({
    pk: personKey(subscriberId),
    sk: `mail#${publicationId}`,
  });
  const countLately = async ({ subscriberId }: Who, now: Date) => {
    // At most one item a publication, so one page holds them all.
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': personKey(subscriberId), ':prefix': 'mail#' },
        ConsistentRead: true,
      }),
    );
    return Items.filter(({ until }) => until > now.toISOString()).length;
  };
  return {
    async claim(who, now) {
      if ((await countLately(who, now)) >= MOST_A_PERSON) return false;
      const until = endOf(now);
      try {
        await dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(who), until: until.toISOString(), ttl: ttlAt(until) },
            // DynamoDB removes what has ended up to days late.
            ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': now.toISOString() },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    async giveBack(who) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(who) }));
    },
  };
}

const endOf = (now: Date) => new Date(now.getTime() + HOURS_BETWEEN * MS_PER_HOUR);

/** The same promises in memory, for tests. */
export function confirmationMailsInMemory(): ConfirmationMails {
  const held = new Map<string, Who & { until: Date }>();
  const keyOf = ({ subscriberId, publicationId }: Who) => `${publicationId} ${subscriberId}`;
  return {
    async claim(who, now) {
      const lately = [...held.values()].filter((one) => one.subscriberId === who.subscriberId && one.until > now);
      if (lately.length >= MOST_A_PERSON || lately.some((one) => keyOf(one) === keyOf(who))) return false;
      held.set(keyOf(who), { ...who, until: endOf(now) });
      return true;
    },
    async giveBack(who) {
      held.delete(keyOf(who));
    },
  };
}
