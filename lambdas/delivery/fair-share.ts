/**
 * Campaigns at once share the lanes: the one with the least to do goes first, and the others go on in what it leaves them.
 *
 * A small edition would otherwise wait for a million mails of another. Whoever has more to do leaves to smaller ones as
 * many lanes as these can use, but always has one; with a single lane they take turns, as the queue brings them.
 */
import type { Board } from './lanes.ts';
import type { Line } from './lines.ts';

/** How much a campaign may have under way. */
export interface FairShare {
  /** Lanes that it may have at once. */
  lanes: number;
  /** Chunks that it queues at a time. */
  atOnce: number;
}

/** As many as one request to the queue takes. */
export const CHUNKS_AT_ONCE = 10;
/** A campaign of which nothing was seen for longer leaves its lanes to others. */
const SEEN_MS = 5_000;
/** Its first message may have to wait for so long. */
const QUEUED_MS = 60_000;

export function fairShare(campaignId: string, board: Board, inUse: number, now: Date): FairShare {
  const mine = leftOf(campaignId, board);
  const smaller = campaignsOf(board).filter(
    (other) =>
      other !== campaignId && isBefore({ id: other, left: leftOf(other, board) }, { id: campaignId, left: mine }),
  );
  const wanted = smaller
    .filter((other) => isActive(other, board, now))
    .reduce((sum, other) => sum + wantedBy(other, board, now), 0);
  if (wanted < 1 || inUse < 2) return { lanes: inUse, atOnce: CHUNKS_AT_ONCE };
  return { lanes: Math.max(1, inUse - wanted), atOnce: 1 };
}

const campaignsOf = ({ lines }: Board): string[] => [...new Set(lines.map(({ campaignId }) => campaignId))];
const linesOf = (campaignId: string, { lines }: Board): Line[] =>
  lines.filter((line) => line.campaignId === campaignId);

/** Chunks that are not done yet; of one that is being planned nobody knows how many, so it is the largest. */
function leftOf(campaignId: string, board: Board): number {
  const lines = linesOf(campaignId, board);
  if (lines.length === 0) return Number.POSITIVE_INFINITY;
  return lines.reduce((sum, { chunks, doneTo }) => sum + (chunks ?? Number.POSITIVE_INFINITY) - doneTo, 0);
}

/** Lanes that it could use. Of chunks that are all queued nobody knows how many are done: then one more than it has. */
function wantedBy(campaignId: string, board: Board, now: Date): number {
  const isAllQueued = linesOf(campaignId, board).every(({ queuedTo, chunks }) => queuedTo === chunks);
  const left = leftOf(campaignId, board);
  return isAllQueued ? Math.min(left, lanesHeld(campaignId, board, now) + 1) : left;
}

type Size = { id: string; left: number };
const isBefore = (one: Size, other: Size): boolean =>
  one.left < other.left || (one.left === other.left && one.id < other.id);

function isActive(campaignId: string, board: Board, now: Date): boolean {
  const isSeen = [...board.lanes.values()].some(
    (lane) => lane.campaignId === campaignId && (lane.busyUntil ?? 0) > now.getTime() - SEEN_MS,
  );
  const isQueued = linesOf(campaignId, board).some(
    ({ queuedTo, queuedAt }) => queuedTo > 0 && queuedAt.getTime() > now.getTime() - QUEUED_MS,
  );
  return isSeen || isQueued;
}

/** Lanes in which a campaign works now. */
export const lanesHeld = (campaignId: string, { lanes }: Board, now: Date): number =>
  [...lanes.values()].filter((lane) => lane.campaignId === campaignId && (lane.busyUntil ?? 0) > now.getTime()).length;
