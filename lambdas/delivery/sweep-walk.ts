import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import { type CampaignRecord, isRunning } from './campaigns.ts';
import { chunkPlace } from './chunk-ids.ts';
import { isLost } from './chunk-work.ts';
import type { EvidenceStore } from './evidence.ts';
import { isLeased, isSettled, type Ledger, pendingOf, queued, takeOver } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { ChunkMessage } from './messages.ts';
import { type ReconcilePolicy, verdictOn } from './reconcile-policy.ts';
import { resolveUnknown, silentOf } from './resolve-unknown.ts';

export interface SweepDeps {
  ledgers: Ledgers;
  evidence: Pick<EvidenceStore, 'find'>;
  chunks: Outbox<ChunkMessage>;
  policy: ReconcilePolicy;
  now: () => Date;
}

/** Chunks that are looked at in one go; some ninety read units. */
export const CHUNKS_A_STRETCH = 1_000;
/** How long a chunk may be quiet before its message counts as lost. Longer than any delay we give a message. */
const QUIET_MS = 2 * 60 * 1000;

/** What a sweep found in a stretch of chunks. */
export interface Swept {
  /** Number of the first chunk that is not settled; behind the last one when all are. */
  firstOpen: number;
  /** True when nobody is being written to and nothing is unknown. */
  isQuiet: boolean;
  /**
   * Until when nothing is to be done for any of them, in epoch milliseconds: the first of the hours they wait for. 0 when
   * something is, Infinity when all of them are settled.
   */
  restsUntil: number;
  /** Chunks for which a message was queued. */
  queuedAgain: number;
  /** Where to look on; absent behind a walk's last chunk. */
  next?: number;
}

/**
 * Looks after the chunks of one walk that are not settled: finds out about unknown recipients, takes what dead senders left
 * behind, and queues again what nobody works on although somebody should.
 */
export async function sweepWalk(campaign: CampaignRecord, walk: number, from: number, deps: SweepDeps): Promise<Swept> {
  const ledgers = await deps.ledgers.range({ campaignId: campaign.id, walk, from, limit: CHUNKS_A_STRETCH });
  const holder = `sweep-${randomUUID().slice(0, 8)}`;
  const sweep: Sweep = { campaign, holder, activity: activityOf(ledgers), isPipeProven: onceOf(campaign, deps) };
  const swept: Ledger[] = [];
  let queuedAgain = 0;
  for (const ledger of ledgers) {
    // Who is held may be heard of yet.
    const isDone = isSettled(ledger) && ledger.held.size === 0;
    const isOthers = isDone || isLeased(ledger, deps.now());
    const left = isOthers ? ledger : await sweepChunk(ledger, sweep, deps);
    if (left.queuedAt > ledger.queuedAt) queuedAgain += 1;
    swept.push(left);
  }
  const end = from + ledgers.length;
  return {
    firstOpen: numberOf(swept.find((ledger) => !isSettled(ledger))) ?? end,
    isQuiet: swept.every(({ inFlight, unknown }) => inFlight.size + unknown.size === 0),
    restsUntil: Math.min(...swept.map(restOf)),
    queuedAgain,
    next: ledgers.length === CHUNKS_A_STRETCH ? end : undefined,
  };
}

function restOf(ledger: Ledger): number {
  if (isSettled(ledger)) return Number.POSITIVE_INFINITY;
  const isBusy = ledger.inFlight.size + ledger.unknown.size > 0;
  return isBusy ? 0 : (ledger.waitsUntil?.getTime() ?? 0);
}

/** What holds for all chunks of one sweep. */
interface Sweep {
  campaign: CampaignRecord;
  holder: string;
  activity: Activity;
  isPipeProven: (until: Date) => Promise<boolean>;
}

/** Proof is looked for once a sweep, and only when somebody needs it. */
function onceOf(campaign: CampaignRecord, { policy }: SweepDeps): Sweep['isPipeProven'] {
  let proof: Promise<boolean> | undefined;
  return (until) => {
    proof ??= policy.isPipeProven(campaign, until);
    return proof;
  };
}

const numberOf = (ledger: Ledger | undefined) => ledger && chunkPlace(ledger.chunk).number;

/** @returns the chunk as it is now, as far as this sweep knows */
async function sweepChunk(read: Ledger, sweep: Sweep, deps: SweepDeps): Promise<Ledger> {
  const { ledgers, chunks, now } = deps;
  const { campaign, holder, activity } = sweep;
  const { campaignId, chunk } = read;
  const next = await withEvidence(takeOver(read, { holder, now: now() }), sweep, deps);
  const why = isRunning(campaign) ? whyQueueAgain(read, next, campaign, activity, now()) : undefined;
  if (!why && !hasMoved(read, next)) return read;
  try {
    const stored = await ledgers.replace(read, why ? queued(next, now(), why) : next);
    if (why) await chunks.send({ campaignId, chunk });
    return stored;
  } catch (error) {
    // A sender was faster: it looks after the chunk now.
    if (isLost(error)) return read;
    throw error;
  }
}

async function withEvidence(ledger: Ledger, { isPipeProven }: Sweep, deps: SweepDeps): Promise<Ledger> {
  if (ledger.unknown.size + ledger.held.size === 0) return ledger;
  const { policy, now } = deps;
  const evidence = await deps.evidence.find(ledger.campaignId, ledger.chunk);
  const isSilent = silentOf(ledger, evidence).length > 0;
  const verdict = isSilent ? await verdictOn(ledger, policy, now(), isPipeProven) : 'wait';
  return resolveUnknown(ledger, evidence, verdict, now());
}

const hasMoved = (read: Ledger, next: Ledger): boolean =>
  (['inFlight', 'unknown', 'held'] as const).some((name) => read[name].size !== next[name].size);

/**
 * A message that waits in a long queue cannot be told from a lost one by its age alone. It seems lost when a chunk queued
 * after it is done already, or when nobody works on this campaign at all; and each time we were wrong we wait twice as long.
 */
function whyQueueAgain(
  read: Ledger,
  next: Ledger,
  campaign: CampaignRecord,
  activity: Activity,
  now: Date,
): 'goes-on' | 'seems-lost' | undefined {
  if (pendingOf(next).length === 0) return undefined;
  if (pendingOf(next).length > pendingOf(read).length) return 'goes-on';
  // Its sender died: who was in flight is unknown now, and nobody works on the others.
  if (read.inFlight.size > 0) return 'goes-on';
  if (read.waitsUntil) return read.waitsUntil <= now ? 'goes-on' : undefined;
  if (read.queuedAt < wentOnAt(campaign)) return 'goes-on';
  const quietMs = QUIET_MS * 2 ** Math.min(read.requeues, 10);
  if (now.getTime() - Math.max(read.queuedAt.getTime(), read.touchedAt.getTime()) < quietMs) return undefined;
  const isOvertaken = read.queuedAt < activity.lastSettledQueuedAt;
  const isNobodyThere = now.getTime() - activity.lastTouchedAt.getTime() >= QUIET_MS;
  return isOvertaken || isNobodyThere ? 'seems-lost' : undefined;
}

/** Messages that were queued earlier may have been dropped while it was paused. */
const wentOnAt = ({ resumedAt, wokeAt }: CampaignRecord): Date =>
  latest([resumedAt, wokeAt].filter((at) => at !== undefined));

interface Activity {
  /** When an outcome last changed. */
  lastTouchedAt: Date;
  /** When the settled chunk that was queued last was queued. */
  lastSettledQueuedAt: Date;
}

function activityOf(ledgers: Ledger[]): Activity {
  const worked = ledgers.filter((ledger) => pendingOf(ledger).length < ledger.size);
  return {
    lastTouchedAt: latest(worked.map(({ touchedAt }) => touchedAt)),
    lastSettledQueuedAt: latest(worked.filter(isSettled).map(({ queuedAt }) => queuedAt)),
  };
}

const latest = (times: Date[]): Date => new Date(times.reduce((last, time) => Math.max(last, time.getTime()), 0));
