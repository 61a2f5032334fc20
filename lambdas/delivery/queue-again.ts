/** Which chunks a sweep queues again: their message was lost, or what kept them from being sent is over. */
import { type CampaignRecord, isRunning } from './campaigns.ts';
import { chunkPlace } from './chunk-ids.ts';
import { isSettled, type Ledger, pendingOf } from './ledger.ts';
import type { Line } from './lines.ts';

/** How long a chunk may be quiet before its message counts as lost. Longer than any delay we give a message. */
export const QUIET_MS = 2 * 60 * 1000;

/** What is known of the other chunks of a walk. */
export interface Surroundings {
  campaign: CampaignRecord;
  /** Absent for campaigns whose chunks were all queued at once, as they were once. */
  line?: Line;
  /** When an outcome last changed. */
  lastTouchedAt: Date;
  /** Chunks of which nothing is left to do, and since when. */
  settled: { number: number; at: Date }[];
}

export function surroundingsOf(campaign: CampaignRecord, line: Line | undefined, ledgers: Ledger[]): Surroundings {
  const worked = ledgers.filter((ledger) => pendingOf(ledger).length < ledger.size);
  return {
    campaign,
    line,
    lastTouchedAt: latest([...worked.map(({ touchedAt }) => touchedAt), ...(line ? [line.queuedAt] : [])]),
    settled: worked.filter(isSettled).map(({ chunk, touchedAt }) => ({ number: numberOf(chunk), at: touchedAt })),
  };
}

/**
 * A message that waits in a long queue cannot be told from a lost one by its age alone. It seems lost when a chunk queued
 * after it is done for a while, or when nobody works on this campaign at all; and each time we were wrong we wait twice as
 * long.
 *
 * @param next - the chunk as this sweep leaves it
 */
export function whyQueueAgain(
  read: Ledger,
  next: Ledger,
  around: Surroundings,
  now: Date,
): 'goes-on' | 'seems-lost' | undefined {
  if (!isRunning(around.campaign) || pendingOf(next).length === 0) return undefined;
  if (pendingOf(next).length > pendingOf(read).length) return 'goes-on';
  // Its sender died: who was in flight is unknown now, and nobody works on the others.
  if (read.inFlight.size > 0) return 'goes-on';
  if (!isQueued(read, around.line)) return undefined;
  if (read.waitsUntil) return read.waitsUntil <= now ? 'goes-on' : undefined;
  if (wasDropped(read, around)) return 'goes-on';
  return seemsLost(read, around, now) ? 'seems-lost' : undefined;
}

/** Those behind the line's end wait for their turn. */
export const isQueued = ({ chunk }: Pick<Ledger, 'chunk'>, line: Line | undefined): boolean =>
  !line || numberOf(chunk) <= line.queuedTo;

/** While its campaign was paused, messages were dropped; the first sweep afterwards brings them again. */
function wasDropped({ queuedAt }: Ledger, { campaign, line }: Surroundings): boolean {
  const since = wentOnAt(campaign);
  return queuedAt < since && (!line || line.tendedAt < since);
}

/** When it last went on after a pause. */
export const wentOnAt = ({ resumedAt, wokeAt }: CampaignRecord): Date =>
  latest([resumedAt, wokeAt].filter((at) => at !== undefined));

function seemsLost(read: Ledger, { settled, lastTouchedAt }: Surroundings, now: Date): boolean {
  const quietMs = QUIET_MS * 2 ** Math.min(read.requeues, 10);
  const isQuietSince = (at: Date) => now.getTime() - at.getTime() >= quietMs;
  if (!isQuietSince(latest([read.queuedAt, read.touchedAt]))) return false;
  const isOvertaken = settled.some(
    ({ number, at }) => number > numberOf(read.chunk) && at >= read.queuedAt && isQuietSince(at),
  );
  return isOvertaken || now.getTime() - lastTouchedAt.getTime() >= QUIET_MS;
}

const numberOf = (chunk: string): number => chunkPlace(chunk).number;
const latest = (times: Date[]): Date => new Date(times.reduce((last, time) => Math.max(last, time.getTime()), 0));
