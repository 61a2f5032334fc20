/** How the rate of all campaigns is cut into lanes, in which one sender each works by itself. */
import type { Rate } from './send-quota.ts';

/** What one lane may do. */
export interface LaneShare {
  /** Between the beginnings of two sends, on average. */
  intervalMs: number;
  /** Messages that may be under way or have been answered within any `windowMs`. */
  most: number;
  /** A second, or longer where the share is less than one a second. */
  windowMs: number;
}

/** What a lane is worth taking for; more would not be sent by one sender that waits for answers. */
const SENDS_PER_SECOND_AND_LANE = 25;
/** So that a second sender can work while the first waits. */
const LANES_AT_LEAST = 2;

/** How many lanes a stage has: the maximum concurrency of the queue's event source fits it (lib/delivery.ts). */
export const lanesFor = (sendsPerSecond: number): number =>
  Math.max(LANES_AT_LEAST, Math.ceil(sendsPerSecond / SENDS_PER_SECOND_AND_LANE));

/** Of a stage's lanes those in use: with a lower quota fewer, since each needs at least one whole message a second. */
export function lanesInUse({ aim, cap }: Rate, lanes: number): number {
  return Math.max(1, Math.min(lanes, lanesFor(aim), Math.floor(cap)));
}

/** @param part - of its share that a lane was slowed to */
export function laneShare({ aim, cap }: Rate, inUse: number, part = 1): LaneShare {
  const capOfLane = (cap / inUse) * part;
  return {
    intervalMs: (1000 * inUse) / (aim * part),
    most: Math.max(1, Math.floor(capOfLane)),
    windowMs: capOfLane >= 1 ? 1000 : 1000 / capOfLane,
  };
}
