import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import type { SendQuota } from '../platform/ses-quota.ts';
import { QUOTA_KEY } from './items.ts';
import type { KnownQuota } from './send-quota.ts';

/** What SES last told of the account's quota, kept for all senders. */
export interface Quotas {
  /** Perhaps a second old; undefined until SES has told it for the first time. */
  known(): Promise<KnownQuota | undefined>;
  /** True for one of all that would ask SES within ten seconds: it answers one question a second. */
  mayAsk(now: Date): Promise<boolean>;
  keep(quota: Told, now: Date): Promise<void>;
  /** The day that has begun, as far as anybody noted it. */
  day(): Promise<Day | undefined>;
  beginDay(day: Day): Promise<void>;
}

const ASKING_APART_MS = 10_000;

/** A day of UTC. */
export interface Day {
  day: string;
  /** What campaigns had sent before it, as the lanes count it. */
  sentBefore: number;
}

type Told = SendQuota & Pick<KnownQuota, 'sentBefore'>;

export interface QuotaItem extends Partial<Told> {
  askedAt?: number;
  readAt?: number;
  day?: string;
  sentBeforeDay?: number;
}

export function quotaOfItem(item: QuotaItem | undefined): KnownQuota | undefined {
  const { perSecond, perDay, sentLastDay, sentBefore = 0, readAt } = item ?? {};
  if (perSecond === undefined || sentLastDay === undefined || readAt === undefined) return undefined;
  return { perSecond, perDay, sentLastDay, sentBefore, readAt: new Date(readAt) };
}

export function dayOfItem({ day, sentBeforeDay }: QuotaItem = {}): Day | undefined {
  return day === undefined || sentBeforeDay === undefined ? undefined : { day, sentBefore: sentBeforeDay };
}

export function quotasTable(dynamo: DynamoDBDocumentClient, TableName: string): Quotas {
  async function find(): Promise<QuotaItem | undefined> {
    return (await dynamo.send(new GetCommand({ TableName, Key: QUOTA_KEY }))).Item;
  }
  return {
    known: async () => quotaOfItem(await find()),
    day: async () => dayOfItem(await find()),
    async beginDay({ day, sentBefore }) {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: QUOTA_KEY,
          UpdateExpression: 'SET #day = :day, sentBeforeDay = :sent',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': day, ':sent': sentBefore },
        }),
      );
    },
    async mayAsk(now) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: QUOTA_KEY,
            UpdateExpression: 'SET askedAt = :now',
            ConditionExpression: 'attribute_not_exists(askedAt) OR askedAt <= :before',
            ExpressionAttributeValues: { ':now': now.getTime(), ':before': now.getTime() - ASKING_APART_MS },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    async keep({ perSecond, perDay, sentLastDay, sentBefore }, now) {
      const isLimited = perDay !== undefined;
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: QUOTA_KEY,
          UpdateExpression: `SET perSecond = :second, sentLastDay = :sent, sentBefore = :before, readAt = :now${
            isLimited ? ', perDay = :day' : ' REMOVE perDay'
          }`,
          ExpressionAttributeValues: {
            ':second': perSecond,
            ':sent': sentLastDay,
            ':before': sentBefore,
            ':now': now.getTime(),
            ...(isLimited && { ':day': perDay }),
          },
        }),
      );
    },
  };
}

/** An account that may send more than any stage wants. */
const GENEROUS: QuotaItem = { perSecond: 100_000, sentLastDay: 0, readAt: 0 };

/** The same promises in memory, for tests. @param item - what SES has told, of an account that may send much when absent */
export function quotasInMemory(item: QuotaItem = { ...GENEROUS }): Quotas {
  return {
    known: async () => quotaOfItem(item),
    day: async () => dayOfItem(item),
    async beginDay({ day, sentBefore }) {
      Object.assign(item, { day, sentBeforeDay: sentBefore });
    },
    async mayAsk(now) {
      if (item.askedAt !== undefined && item.askedAt > now.getTime() - ASKING_APART_MS) return false;
      item.askedAt = now.getTime();
      return true;
    },
    async keep({ perSecond, perDay, sentLastDay, sentBefore }, now) {
      Object.assign(item, { perSecond, perDay, sentLastDay, sentBefore, readAt: now.getTime() });
    },
  };
}
