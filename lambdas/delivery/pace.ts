import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { type FairShare, fairShare, lanesHeld } from './fair-share.ts';
import { type LaneShare, laneShare, lanesFor, lanesInUse } from './lane-share.ts';
import {
  type Board,
  type LaneHolder,
  type LaneRecord,
  type Lanes,
  type Leaving,
  lanesInMemory,
  lanesTable,
  sentIn,
} from './lanes.ts';
import type { Line } from './lines.ts';
import { type Quotas, quotasInMemory } from './quotas.ts';
import { leftOfDay, type Rate, rateOf } from './send-quota.ts';

/**
 * The pace of sending: how many messages may be handed to SES each second, by all campaigns together.
 *
 * SES gives the account one rate, so the rate is cut into lanes, and a sender works in a lane that it has to itself. The rate
 * is what SES told last, less what is left for others (`send-quota.ts`), and never above the stage's own bound. A lane that
 * SES throttles goes at half its pace and gains a tenth of its share each minute; that is kept with the lane, because a
 * cold start must not forget it.
 */
export interface Pace {
  /** A lane for this sender alone until `until`, or why there is none. */
  take(sender: LaneHolder): Promise<Lane | NoLane>;
  /** Halves the lane's pace. @returns the lane at its new pace */
  slow(lane: Lane, now: Date): Promise<Lane>;
  /** Gives it back, unless somebody else has it already. */
  release(lane: Lane, leaving: Leaving, now: Date): Promise<void>;
  /** True when campaigns have sent all that they may in a day. @param sent - by the one that asks, who has a lane still */
  isDayUsedUp(sent: number, now: Date): Promise<boolean>;
}

export interface Lane extends LaneShare {
  number: number;
  holder: string;
  /** When the latest answers of its last holder came, in epoch milliseconds. */
  answeredAt: number[];
  /** Of its share that it goes at. */
  part: number;
  /** Messages that may be sent before the day's quota must be looked at again; absent without a limit. */
  left?: number;
  /** What the campaign may have under way. */
  fair: FairShare;
  /** What it is a lane of. */
  cut: { rate: Rate; inUse: number };
}

/** All lanes are `taken`, the `day` is used up, or it is the turn of `smaller` campaigns. */
export type NoLane = 'taken' | 'day' | 'smaller';

const SLOWEST_PART = 1 / 32;
const REGAINED_A_MINUTE = 1 / 10;
const MS_PER_MINUTE = 60_000;

/** @throws RundbriefError `invalid` unless it is a number above 0 */
export function parseSendsPerSecond(setting: string): number {
  const parsed = z.coerce.number().positive().safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is no number of sends per second`);
  return parsed.data;
}

/** The part of its share that a lane goes at now. */
export function partNow({ slowedTo = 1, slowedAt = 0 }: Pick<LaneRecord, 'slowedTo' | 'slowedAt'>, now: Date): number {
  return Math.min(1, slowedTo + (REGAINED_A_MINUTE * (now.getTime() - slowedAt)) / MS_PER_MINUTE);
}

/** @param atMost - sends per second, the stage's bound */
export function paceOver(lanes: Lanes, atMost: number): Pace {
  const ofStage = lanesFor(atMost);
  let preferred = Math.floor(Math.random() * ofStage);

  return {
    async take(sender) {
      const board = await lanes.board();
      const rate = rateOf(board.quota, atMost);
      const left = leftOfDay(board.quota, sentIn(board), sender.now);
      if (left !== undefined && left < 1) return 'day';
      const inUse = lanesInUse(rate, ofStage);
      const fair = fairShare(sender.campaignId, board, inUse, sender.now);
      if (lanesHeld(sender.campaignId, board, sender.now) >= fair.lanes && fair.lanes < inUse) return 'smaller';
      const number = freeLane(board, { inUse, preferred, now: sender.now });
      const record = number === undefined ? undefined : await lanes.take(number, sender);
      if (number === undefined || !record) return 'taken';
      preferred = number;
      const { answeredAt = [] } = record;
      const lane = { number, holder: sender.holder, answeredAt, left, fair, cut: { rate, inUse } };
      return laneAt(partNow(record, sender.now), lane);
    },
    async slow(lane, now) {
      const part = Math.max(SLOWEST_PART, lane.part / 2);
      await lanes.slow(lane.number, part, now);
      return laneAt(part, lane);
    },
    release: ({ number, holder }, leaving, now) => lanes.release(number, holder, leaving, now),
    async isDayUsedUp(sent, now) {
      const board = await lanes.board();
      const left = leftOfDay(board.quota, sentIn(board) + sent, now);
      return left !== undefined && left < 1;
    },
  };
}

const laneAt = (part: number, lane: Omit<Lane, 'part' | keyof LaneShare>): Lane => ({
  ...lane,
  part,
  ...laneShare(lane.cut.rate, lane.cut.inUse, part),
});

/** The one this process had last, if it is free: the others do not look at it first. */
function freeLane({ lanes }: Board, { inUse, preferred, now }: { inUse: number; preferred: number; now: Date }) {
  const inOrder = Array.from({ length: inUse }, (_, step) => (preferred + step) % inUse);
  return inOrder.find((number) => (lanes.get(number)?.busyUntil ?? 0) <= now.getTime());
}

export const paceTable = (dynamo: DynamoDBDocumentClient, TableName: string, atMost: number): Pace =>
  paceOver(lanesTable(dynamo, TableName), atMost);

/** The same promises in memory, for tests. */
export const paceInMemory = (atMost: number, quotas: Quotas = quotasInMemory(), lines?: () => Line[]): Pace =>
  paceOver(lanesInMemory(quotas.known, lines), atMost);
