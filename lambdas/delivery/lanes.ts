import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { laneKey, PACE_PK, QUOTA_KEY } from './items.ts';
import { type Line, type LineItem, lineOf } from './lines.ts';
import { type Day, dayOfItem, type QuotaItem, type Quotas, quotaOfItem } from './quotas.ts';
import type { KnownQuota } from './send-quota.ts';

/** A lane as it is kept. Times are epoch milliseconds. */
export interface LaneRecord {
  holder?: string;
  /** For which its holder works. */
  campaignId?: string;
  /** When its holder must have ended, or gave it back. */
  busyUntil?: number;
  /** Part of its share that it was slowed to, and when. */
  slowedTo?: number;
  slowedAt?: number;
  /** When the latest answers of its last holder came. */
  answeredAt?: number[];
  /** Messages that all its holders have handed over. */
  sent?: number;
}

/** What its holder leaves of a lane. */
export interface Leaving {
  answeredAt: number[];
  /** Messages that it handed over. */
  sent: number;
}

export interface LaneHolder {
  holder: string;
  campaignId: string;
  until: Date;
  now: Date;
}

/** All that a sender looks at before it begins. */
export interface Board {
  quota?: KnownQuota;
  day?: Day;
  /** By number; one that nobody had yet is absent. */
  lanes: Map<number, LaneRecord>;
  lines: Line[];
}

/** Where lanes are kept. */
export interface Lanes {
  /** Perhaps a second old. */
  board(): Promise<Board>;
  /** @returns the lane as it is now, or undefined when somebody else has it */
  take(number: number, holder: LaneHolder): Promise<LaneRecord | undefined>;
  slow(number: number, part: number, now: Date): Promise<void>;
  /** Leaves it alone when it has another holder by now. */
  release(number: number, holder: string, leaving: Leaving, now: Date): Promise<void>;
}

/** By campaigns, since they began to count. */
export const sentIn = ({ lanes }: Board): number => [...lanes.values()].reduce((sum, { sent = 0 }) => sum + sent, 0);

export function lanesTable(dynamo: DynamoDBDocumentClient, TableName: string): Lanes {
  async function changed(
    number: number,
    update: Pick<UpdateCommand['input'], 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>,
  ) {
    try {
      const command = new UpdateCommand({ TableName, Key: laneKey(number), ReturnValues: 'ALL_NEW', ...update });
      return (await dynamo.send(command)).Attributes as LaneRecord;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }
  return {
    async board() {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': PACE_PK },
        }),
      );
      const quota = Items.find(({ sk }) => sk === QUOTA_KEY.sk) as QuotaItem | undefined;
      const lanes = Items.filter(({ sk }) => sk.startsWith('lane#'));
      const lines = Items.filter(({ sk }) => sk.startsWith('line#')).map((item) => lineOf(item as LineItem));
      return {
        quota: quotaOfItem(quota),
        day: dayOfItem(quota),
        lanes: new Map(lanes.map((item) => [Number(item.sk.slice(5)), item])),
        lines,
      };
    },
    take: (number, { holder, campaignId, until, now }) =>
      changed(number, {
        UpdateExpression: 'SET holder = :holder, campaignId = :campaign, busyUntil = :until',
        ConditionExpression: 'attribute_not_exists(busyUntil) OR busyUntil <= :now OR holder = :holder',
        ExpressionAttributeValues: {
          ':holder': holder,
          ':campaign': campaignId,
          ':until': until.getTime(),
          ':now': now.getTime(),
        },
      }),
    async slow(number, part, now) {
      await changed(number, {
        UpdateExpression: 'SET slowedTo = :part, slowedAt = :now',
        ExpressionAttributeValues: { ':part': part, ':now': now.getTime() },
      });
    },
    async release(number, holder, { answeredAt, sent }, now) {
      await changed(number, {
        UpdateExpression: 'SET busyUntil = :now, answeredAt = :answered ADD sent :sent',
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder, ':now': now.getTime(), ':answered': answeredAt, ':sent': sent },
      });
    },
  };
}

/** The same promises in memory, for tests. */
export function lanesInMemory(quotas: Pick<Quotas, 'known' | 'day'>, lines: () => Line[] = () => []): Lanes {
  const held = new Map<number, LaneRecord>();
  const at = (number: number): LaneRecord => {
    const lane = held.get(number) ?? {};
    held.set(number, lane);
    return lane;
  };
  return {
    board: async () => ({
      quota: await quotas.known(),
      day: await quotas.day(),
      lanes: structuredClone(held),
      lines: lines(),
    }),
    async take(number, { holder, campaignId, until, now }) {
      const lane = at(number);
      if ((lane.busyUntil ?? 0) > now.getTime() && lane.holder !== holder) return undefined;
      return structuredClone(Object.assign(lane, { holder, campaignId, busyUntil: until.getTime() }));
    },
    async slow(number, part, now) {
      Object.assign(at(number), { slowedTo: part, slowedAt: now.getTime() });
    },
    async release(number, holder, { answeredAt, sent }, now) {
      const lane = at(number);
      if (lane.holder !== holder) return;
      Object.assign(lane, { busyUntil: now.getTime(), answeredAt, sent: (lane.sent ?? 0) + sent });
    },
  };
}
