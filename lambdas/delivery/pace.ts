import * as z from 'zod/mini';
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
import { utcDay, warmUpOn } from './warm-up.ts';

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
  /** Why nothing more may be sent today, if so. @param sent - by the one that asks, who has a lane still */
  whyNotToday(sent: number, now: Date): Promise<NoneToday | undefined>;
}

export interface Lane extends LaneShare {
  number: number;
  holder: string;
  /** When the latest answers of its last holder came, in epoch milliseconds. */
  answeredAt: number[];
  /** Of its share that it goes at. */
  part: number;
  /** Messages that may be sent before somebody must look again whether there are more today. */
  left: number;
  /** What the campaign may have under way. */
  fair: FairShare;
  /** What it is a lane of. */
  cut: { rate: Rate; inUse: number };
}

/** The quota of the `day` is used up, or what a new domain may send of it in its `warm-up`. */
export type NoneToday = 'day' | 'warm-up';
/** All lanes are `taken`, or it is the turn of `smaller` campaigns. */
export type NoLane = 'taken' | 'smaller' | NoneToday;

const SLOWEST_PART = 1 / 32;
const REGAINED_A_MINUTE = 1 / 10;
const MS_PER_MINUTE = 60_000;

/** @throws RundbriefError `invalid` unless it is a number above 0 */
export function parseSendsPerSecond(setting: string): number {
  const parsed = z.coerce.number().check(z.positive()).safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is no number of sends per second`);
  return parsed.data;
}

/** The part of its share that a lane goes at now. */
export function partNow({ slowedTo = 1, slowedAt = 0 }: Pick<LaneRecord, 'slowedTo' | 'slowedAt'>, now: Date): number {
  return Math.min(1, slowedTo + (REGAINED_A_MINUTE * (now.getTime() - slowedAt)) / MS_PER_MINUTE);
}

/** @param atMost - sends per second, the stage's bound @param warmUpFrom - first day of a new domain, or `none` */
export function paceOver(lanes: Lanes, atMost: number, warmUpFrom = 'none'): Pace {
  const ofStage = lanesFor(atMost);
  let preferred = Math.floor(Math.random() * ofStage);

  function today(board: Board, sent: number, now: Date): { left: number; none?: NoneToday } {
    const sum = sentIn(board) + sent;
    const ofQuota = leftOfDay(board.quota, sum, now) ?? Infinity;
    const allowance = warmUpOn(warmUpFrom, now) ?? Infinity;
    const ofWarmUp = allowance - (board.day?.day === utcDay(now) ? sum - board.day.sentBefore : sent);
    const left = Math.min(ofQuota, ofWarmUp);
    if (left >= 1) return { left };
    return { left, none: ofQuota < 1 ? 'day' : 'warm-up' };
  }

  return {
    async take(sender) {
      const board = await lanes.board();
      const rate = rateOf(board.quota, atMost);
      const { none, left } = today(board, 0, sender.now);
      if (none) return none;
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
    whyNotToday: async (sent, now) => today(await lanes.board(), sent, now).none,
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

export const paceTable = (
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  atMost: number,
  warmUpFrom?: string,
): Pace => paceOver(lanesTable(dynamo, TableName), atMost, warmUpFrom);

/** The same promises in memory, for tests. */
export const paceInMemory = (atMost: number, quotas: Quotas = quotasInMemory(), lines?: () => Line[]): Pace =>
  paceOver(lanesInMemory(quotas, lines), atMost);
