import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import type { CampaignRecord } from './campaigns.ts';
import { chunkPlace, walkId } from './chunk-ids.ts';
import { isLost } from './chunk-work.ts';
import type { EvidenceStore } from './evidence.ts';
import { isLeased, isSettled, type Ledger, pendingOf, queued, takeOver } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { Line } from './lines.ts';
import type { ChunkMessage } from './messages.ts';
import { isQueued, QUIET_MS, type Surroundings, surroundingsOf, whyQueueAgain } from './queue-again.ts';
import { type ReconcilePolicy, verdictOn } from './reconcile-policy.ts';
import { resolveUnknown, silentOf } from './resolve-unknown.ts';
import { type SettledSum, settledSum } from './settled-sum.ts';

export interface SweepDeps {
  ledgers: Ledgers;
  evidence: Pick<EvidenceStore, 'find'>;
  chunks: Outbox<ChunkMessage>;
  policy: ReconcilePolicy;
  now: () => Date;
}

/** Chunks that are looked at in one go; some ninety read units. */
export const CHUNKS_A_STRETCH = 1_000;

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
  /** True when nobody has anything of it to do, although more may have to be sent: the next chunks must be queued. */
  isDry: boolean;
  /** Where to look on; absent behind a walk's last chunk. */
  next?: number;
  /** Of what is settled by now, for who looks on; absent when it does not join what was summed before. */
  settled?: SettledSum;
}

/**
 * Looks after the chunks of one walk that are not settled: finds out about unknown recipients, takes what dead senders left
 * behind, and queues again what nobody works on although somebody should.
 */
export async function sweepWalk(
  campaign: CampaignRecord,
  { walk, from, line }: { walk: number; from: number; line?: Line },
  deps: SweepDeps,
): Promise<Swept> {
  const ledgers = await deps.ledgers.range({ campaignId: campaign.id, walk, from, limit: CHUNKS_A_STRETCH });
  const holder = `sweep-${randomUUID().slice(0, 8)}`;
  const around = surroundingsOf(campaign, line, ledgers);
  const sweep: Sweep = { holder, around, isPipeProven: onceOf(campaign, deps) };
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
  const firstOpen = numberOf(swept.find((ledger) => !isSettled(ledger))) ?? end;
  return {
    firstOpen,
    settled: settledSum(campaign.settled[walkId(walk)], swept, firstOpen),
    isQuiet: swept.every(({ inFlight, unknown }) => inFlight.size + unknown.size === 0),
    restsUntil: Math.min(...swept.map((ledger) => (isQueued(ledger, line) ? restOf(ledger) : 0))),
    queuedAgain,
    isDry: line !== undefined && isDry(swept, line, end, deps.now()),
    next: ledgers.length === CHUNKS_A_STRETCH ? end : undefined,
  };
}

function restOf(ledger: Ledger): number {
  if (isSettled(ledger)) return Number.POSITIVE_INFINITY;
  const isBusy = ledger.inFlight.size + ledger.unknown.size > 0;
  return isBusy ? 0 : (ledger.waitsUntil?.getTime() ?? 0);
}

/** Where the line's end lies behind the chunks that were looked at, it is dry when it has not moved for long. */
function isDry(swept: Ledger[], line: Line, end: number, now: Date): boolean {
  const isIdle = (ledger: Ledger) =>
    pendingOf(ledger).length + ledger.inFlight.size === 0 ||
    (ledger.waitsUntil !== undefined && ledger.waitsUntil > now);
  const isSeen = line.queuedTo < end || now.getTime() - line.queuedAt.getTime() >= QUIET_MS;
  return isSeen && swept.filter((ledger) => isQueued(ledger, line)).every(isIdle);
}

/** What holds for all chunks of one sweep. */
interface Sweep {
  holder: string;
  around: Surroundings;
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
  const { holder, around } = sweep;
  const { campaignId, chunk } = read;
  const next = await withEvidence(takeOver(read, { holder, now: now() }), sweep, deps);
  const why = whyQueueAgain(read, next, around, now());
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
