import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { laneKey } from './items.ts';

/**
 * The pace of sending: how many messages may be handed to SES each second, by all campaigns together.
 *
 * SES gives the account one rate, so the rate is cut into lanes, and a sender works in a lane that it has to itself. The
 * share of a lane is kept by waiting before every message, also before the first, so that whatever senders come and go, no
 * second sees more than the rate. A lane that SES throttles goes at half its pace and gains a tenth of its share each minute;
 * that is kept with the lane, because a cold start must not forget it.
 */
export interface Pace {
  /** A lane for this sender alone until `until`, or undefined when all are taken. */
  take(sender: { holder: string; until: Date; now: Date }): Promise<Lane | undefined>;
  /** Halves the lane's pace. @returns the lane at its new pace */
  slow(lane: Lane, now: Date): Promise<Lane>;
  /** Gives it back, unless somebody else has it already. */
  release(lane: Lane, now: Date): Promise<void>;
}

export interface Lane {
  number: number;
  holder: string;
  /** Between the beginnings of two sends. */
  intervalMs: number;
}

/** What a lane is worth taking for; more would not be sent by one sender that waits for answers. */
const SENDS_PER_SECOND_AND_LANE = 25;
/** So that a second sender can work while the first waits. */
const LANES_AT_LEAST = 2;
const SLOWEST_SHARE = 1 / 32;
const REGAINED_A_MINUTE = 1 / 10;
const MS_PER_MINUTE = 60_000;

/** How many senders may work at once: the maximum concurrency of the queue's event source fits it. */
export const lanesFor = (sendsPerSecond: number): number =>
  Math.max(LANES_AT_LEAST, Math.ceil(sendsPerSecond / SENDS_PER_SECOND_AND_LANE));

/** @throws RundbriefError `invalid` unless it is a number above 0 */
export function parseSendsPerSecond(setting: string): number {
  const parsed = z.coerce.number().positive().safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is no number of sends per second`);
  return parsed.data;
}

interface LaneItem {
  holder?: string;
  busyUntil?: number;
  /** Part of its share that the lane was slowed to, and when. */
  slowedTo?: number;
  slowedAt?: number;
}

/** The part of its share that a lane goes at now. */
export function shareNow({ slowedTo = 1, slowedAt = 0 }: Pick<LaneItem, 'slowedTo' | 'slowedAt'>, now: Date): number {
  return Math.min(1, slowedTo + (REGAINED_A_MINUTE * (now.getTime() - slowedAt)) / MS_PER_MINUTE);
}

export function paceTable(dynamo: DynamoDBDocumentClient, TableName: string, sendsPerSecond: number): Pace {
  const lanes = lanesFor(sendsPerSecond);
  const fullIntervalMs = (1000 * lanes) / sendsPerSecond;
  const laneAt = (number: number, holder: string, share: number): Lane => ({
    number,
    holder,
    intervalMs: fullIntervalMs / share,
  });
  let preferred = Math.floor(Math.random() * lanes);
  let isCrowded = false;

  async function tryLane(number: number, { holder, until, now }: Parameters<Pace['take']>[0]) {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: laneKey(number),
          UpdateExpression: 'SET holder = :holder, busyUntil = :until',
          ConditionExpression: 'attribute_not_exists(busyUntil) OR busyUntil <= :now OR holder = :holder',
          ExpressionAttributeValues: { ':holder': holder, ':until': until.getTime(), ':now': now.getTime() },
          ReturnValues: 'ALL_NEW',
        }),
      );
      preferred = number;
      return laneAt(number, holder, shareNow(Attributes as LaneItem, now));
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  /** Looks before it leaps: a refused write costs a unit, a look half a read unit. */
  async function freeLane(now: Date): Promise<number | undefined> {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': laneKey(0).pk },
      }),
    );
    const busy = new Set(Items.filter(({ busyUntil }) => busyUntil > now.getTime()).map(({ sk }) => sk));
    return Array.from({ length: lanes }, (_, number) => number).find((number) => !busy.has(laneKey(number).sk));
  }

  return {
    async take(sender) {
      const first = isCrowded ? undefined : await tryLane(preferred, sender);
      if (first) return first;
      const free = await freeLane(sender.now);
      const lane = free === undefined ? undefined : await tryLane(free, sender);
      isCrowded = lane === undefined;
      return lane;
    },
    async slow(lane, now) {
      const share = Math.max(SLOWEST_SHARE, fullIntervalMs / lane.intervalMs / 2);
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: laneKey(lane.number),
          UpdateExpression: 'SET slowedTo = :share, slowedAt = :now',
          ExpressionAttributeValues: { ':share': share, ':now': now.getTime() },
        }),
      );
      return laneAt(lane.number, lane.holder, share);
    },
    async release(lane, now) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: laneKey(lane.number),
            UpdateExpression: 'SET busyUntil = :now',
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': lane.holder, ':now': now.getTime() },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}

/** The same promises in memory, for tests. */
export function paceInMemory(sendsPerSecond: number): Pace {
  const lanes = Array.from({ length: lanesFor(sendsPerSecond) }, (): LaneItem => ({}));
  const fullIntervalMs = (1000 * lanes.length) / sendsPerSecond;
  return {
    async take({ holder, until, now }) {
      const number = lanes.findIndex((lane) => (lane.busyUntil ?? 0) <= now.getTime() || lane.holder === holder);
      const lane = lanes[number];
      if (!lane) return undefined;
      Object.assign(lane, { holder, busyUntil: until.getTime() });
      return { number, holder, intervalMs: fullIntervalMs / shareNow(lane, now) };
    },
    async slow(lane, now) {
      const slowedTo = Math.max(SLOWEST_SHARE, fullIntervalMs / lane.intervalMs / 2);
      Object.assign(lanes[lane.number] as LaneItem, { slowedTo, slowedAt: now.getTime() });
      return { ...lane, intervalMs: fullIntervalMs / slowedTo };
    },
    async release(lane, now) {
      const held = lanes[lane.number];
      if (held?.holder === lane.holder) held.busyUntil = now.getTime();
    },
  };
}
