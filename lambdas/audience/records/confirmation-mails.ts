import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../../platform/dynamo.ts';
import type { ConfirmationMessage } from '../joining/confirmation-message.ts';
import type { Who } from '../links/links.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/** Nobody can flood a mailbox through our forms: one mail of a kind a day a publication, and three a day in all. */
const HOURS_BETWEEN = 24;
const MOST_A_DAY = 3;
const MS_PER_HOUR = 3_600_000;

/** Which mail that somebody must answer with a click. */
export interface MailToConfirm extends Who {
  kind: ConfirmationMessage['kind'];
}

/**
 * Who was sent such a mail lately.
 *
 *   pk  person#<subscriberId>      sk  mail#<kind>#<publicationId>
 */
export interface ConfirmationMails {
  /**
   * Takes the right to send one now; false when this address had enough. It is taken before the sending, so that a
   * repeated message sends no second mail; who knows that nothing was sent gives it back.
   *
   * @param hoursBetween - until the next of this kind and publication, 24 when left out
   */
  claim(mail: MailToConfirm, now: Date, hoursBetween?: number): Promise<boolean>;
  giveBack(mail: MailToConfirm): Promise<void>;
}

export function confirmationMailsTable(dynamo: DynamoDBDocumentClient, TableName: string): ConfirmationMails {
  const keyOf = ({ subscriberId, kind, publicationId }: MailToConfirm) => ({
    pk: personKey(subscriberId),
    sk: `mail#${kind}#${publicationId}`,
  });
  const countToday = async ({ subscriberId }: Who, now: Date) => {
    // A handful of items, so one page holds them all.
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': personKey(subscriberId), ':prefix': 'mail#' },
        ConsistentRead: true,
      }),
    );
    return Items.filter(({ at }) => at > hoursBefore(now, HOURS_BETWEEN).toISOString()).length;
  };
  return {
    async claim(mail, now, hoursBetween = HOURS_BETWEEN) {
      if ((await countToday(mail, now)) >= MOST_A_DAY) return false;
      const until = hoursBefore(now, -hoursBetween);
      return unlessRefused(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(mail), at: now.toISOString(), until: until.toISOString(), ttl: ttlAt(until) },
            // DynamoDB removes what has ended up to days late.
            ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': now.toISOString() },
          }),
        ),
      );
    },
    async giveBack(mail) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(mail) }));
    },
  };
}

const hoursBefore = (time: Date, hours: number) => new Date(time.getTime() - hours * MS_PER_HOUR);

/** The same promises in memory, for tests. */
export function confirmationMailsInMemory(): ConfirmationMails & { held: Map<string, MailToConfirm> } {
  const held = new Map<string, MailToConfirm & { at: Date; until: Date }>();
  const keyOf = ({ subscriberId, kind, publicationId }: MailToConfirm) => `${kind} ${publicationId} ${subscriberId}`;
  return {
    held,
    async claim(mail, now, hoursBetween = HOURS_BETWEEN) {
      const aDayAgo = hoursBefore(now, HOURS_BETWEEN);
      const today = [...held.values()].filter((one) => one.subscriberId === mail.subscriberId && one.at > aDayAgo);
      const last = held.get(keyOf(mail));
      if (today.length >= MOST_A_DAY || (last && last.until > now)) return false;
      held.set(keyOf(mail), { ...mail, at: now, until: hoursBefore(now, -hoursBetween) });
      return true;
    },
    async giveBack(mail) {
      held.delete(keyOf(mail));
    },
  };
}
