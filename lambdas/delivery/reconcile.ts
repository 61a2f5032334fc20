import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';
import { type CampaignRecord, type Campaigns, isOver, isRunning } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { isLost } from './chunk-work.ts';
import { closeIfDone } from './close-campaign.ts';
import type { EvidenceStore } from './evidence.ts';
import { CHUNKS_AT_ONCE } from './fair-share.ts';
import { guardCampaign } from './guard-campaign.ts';
import type { Line, Lines } from './lines.ts';
import type { Manifests } from './manifests.ts';
import type { PlanMessage } from './messages.ts';
import { wentOnAt } from './queue-again.ts';
import { queueFrom } from './queue-next.ts';
import { isDayFreeAgain, type KnownQuota } from './send-quota.ts';
import { CHUNKS_A_STRETCH, type SweepDeps, type Swept, sweepWalk } from './sweep-walk.ts';
import { sumOfLedgers } from './totals.ts';
import { WALKS } from './walks.ts';

export interface ReconcileDeps extends SweepDeps {
  campaigns: Campaigns;
  evidence: EvidenceStore;
  manifests: Pick<Manifests, 'last'>;
  lines: Lines;
  plans: Outbox<PlanMessage>;
  /** What SES lets the account send, as far as is known; asks it when that is a minute ago. */
  quota(): Promise<KnownQuota | undefined>;
  /** Tells the edition's room that everybody has it. Safe to repeat. */
  markSent(campaign: CampaignRecord): Promise<void>;
}

/** How long planning may stand still before it is asked for again. */
const PLAN_QUIET_MS = 3 * 60 * 1000;
/** Settled chunks before the first open one that a sweep reads too: by them it sees that somebody works. */
const LOOK_BACK = 50;
/** Chunks that a planner may have cut without queueing them: it queues ten at a time. */
const CUT_AHEAD = 10;

/**
 * The sweep: every minute, for every campaign that has not ended, brings on what came to a stand and closes what is done.
 * Two sweeps at once do no harm. One campaign's trouble does not keep it from the others.
 */
export async function reconcile(deps: ReconcileDeps): Promise<void> {
  const troubles: unknown[] = [];
  const unfinished = await deps.campaigns.unfinished();
  // Senders go by what is known.
  if (unfinished.length > 0) await deps.quota();
  for (const id of unfinished) {
    try {
      await sweepCampaign(id, deps);
    } catch (error) {
      log.error('A campaign could not be looked after', { campaignId: id, error: error as Error });
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw new AggregateError(troubles, `${troubles.length} campaigns could not be looked after`);
}

async function sweepCampaign(id: string, deps: ReconcileDeps): Promise<void> {
  const found = await deps.campaigns.find(id);
  // The index may be a moment behind.
  if (!found) return;
  if (found.totals) return leave(found, deps);
  const awake = await resumedInTime(found, deps);
  if (isRunning(awake) && awake.restsUntil && awake.restsUntil > deps.now()) return;
  const campaign = await guarded(awake, deps);
  let isQuiet = true;
  let isSettled = true;
  let restsUntil = Number.POSITIVE_INFINITY;
  for (const walk of WALKS) {
    if (!isOver(campaign)) await planAgainIfLost(campaign, walk, deps);
    const line = await deps.lines.find(campaign.id, walk);
    const swept = await sweepFrom(campaign, walk, line, deps);
    if (line && isRunning(campaign)) await tend(line, campaign, swept, deps);
    const end = campaign.walks[walkId(walk)];
    isQuiet &&= swept.isQuiet;
    isSettled &&= end !== undefined && swept.firstOpen > end.chunks;
    restsUntil = Math.min(restsUntil, end ? swept.restsUntil : 0);
  }
  if (isOver(campaign) ? isQuiet : isSettled) await end(campaign, deps);
  else if (Number.isFinite(restsUntil)) await rest(campaign, new Date(restsUntil), deps);
}

/** What goes by its readers' clocks has nothing to be looked after for most of its day. */
async function rest({ id }: CampaignRecord, until: Date, { campaigns, now }: ReconcileDeps): Promise<void> {
  if (until <= now()) return;
  try {
    await campaigns.rest(id, until);
  } catch (error) {
    // It was cancelled in this moment.
    if (!isLost(error)) throw error;
  }
}

/** A pause that was made for a time, or for something that has come, ends by itself. */
async function resumedInTime(
  campaign: CampaignRecord,
  { campaigns, quota, now }: ReconcileDeps,
): Promise<CampaignRecord> {
  const { id, status, pausedUntil, waitsFor } = campaign;
  if (status !== 'paused' || !pausedUntil) return campaign;
  const isSooner = waitsFor === 'day' && isDayFreeAgain(await quota());
  if (pausedUntil > now() && !isSooner) return campaign;
  try {
    await campaigns.wake(id, now());
  } catch (error) {
    // An editor was faster.
    if (!isLost(error)) throw error;
  }
  return (await campaigns.find(id)) ?? campaign;
}

/** What would harm the account stops before anything more is queued. */
async function guarded(campaign: CampaignRecord, deps: ReconcileDeps): Promise<CampaignRecord> {
  if (!(await guardCampaign(campaign, deps))) return campaign;
  return (await deps.campaigns.find(campaign.id)) ?? campaign;
}

/** Planning again follows what is planned and completes it, so it may be asked for too often, but not never. */
async function planAgainIfLost(campaign: CampaignRecord, walk: number, deps: ReconcileDeps): Promise<void> {
  if (campaign.walks[walkId(walk)]) return;
  const last = await deps.manifests.last(campaign.id, walk);
  const lastSign = Math.max(last?.cutAt.getTime() ?? 0, campaign.plansAskedAt.getTime());
  if (deps.now().getTime() - lastSign < PLAN_QUIET_MS) return;
  log.warn('Planning stands still; it is asked for again', { campaignId: campaign.id, walk });
  await deps.campaigns.planAgain(campaign.id, deps.now());
  const after = last && last.number > CUT_AHEAD ? last.number - CUT_AHEAD : undefined;
  await deps.plans.send({ campaignId: campaign.id, shard: walk, after });
}

/**
 * One stretch a minute, from the first chunk that is not settled. All of a cancelled campaign, because its pending chunks
 * never settle; and of one that goes by its readers' clocks, because an hour may have come far behind a chunk that waits.
 */
async function sweepFrom(campaign: CampaignRecord, walk: number, line: Line | undefined, deps: ReconcileDeps) {
  const sweptTo = campaign.sweptTo[walkId(walk)] ?? 1;
  const first = await sweepWalk(campaign, { walk, from: Math.max(1, sweptTo - LOOK_BACK), line }, deps);
  if (first.firstOpen > sweptTo)
    await deps.campaigns.sweepTo(campaign.id, walk, first.firstOpen, settledBy(campaign, walk, first));
  let { isQuiet, isDry, restsUntil, queuedAgain, next } = first;
  // Of very many that are due at once the next sweep queues more: each is found by its ledger.
  const goesOn = () => isOver(campaign) || (campaign.readersTime && queuedAgain < CHUNKS_A_STRETCH);
  while (next !== undefined && goesOn()) {
    const swept = await sweepWalk(campaign, { walk, from: next, line }, deps);
    isQuiet &&= swept.isQuiet;
    isDry &&= swept.isDry;
    restsUntil = Math.min(restsUntil, swept.restsUntil);
    queuedAgain += swept.queuedAgain;
    next = swept.next;
  }
  return { firstOpen: first.firstOpen, isQuiet, isDry, restsUntil: next === undefined ? restsUntil : 0 };
}

const settledBy = ({ settled }: CampaignRecord, walk: number, swept: Swept) =>
  swept.settled ? { ...settled, [walkId(walk)]: swept.settled } : settled;

/** Whoever ended the last chunk may have died before it brought the next ones. */
async function tend(line: Line, campaign: CampaignRecord, { isDry }: { isDry: boolean }, deps: ReconcileDeps) {
  if (line.tendedAt < wentOnAt(campaign)) await deps.lines.tend(line.campaignId, line.walk, deps.now());
  if (isDry) await queueFrom(line, line.doneTo, CHUNKS_AT_ONCE, deps);
}

/** Nothing is left to do: the books are closed, or the one who finds that they do not balance must look at them. */
async function end(campaign: CampaignRecord, deps: ReconcileDeps): Promise<void> {
  const isEnded =
    campaign.status === 'cancelled' ? await endCancelled(campaign, deps) : await closeIfDone(campaign, deps);
  if (isEnded) return leave(campaign, deps);
  const totals = await deps.campaigns.totals(campaign.id);
  log.error('The books of a campaign do not balance', { campaignId: campaign.id, walks: campaign.walks, totals });
}

/** Who was not written to stays pending for ever: the report shows how many. */
async function endCancelled({ id }: CampaignRecord, { campaigns, ledgers, now }: ReconcileDeps): Promise<true> {
  try {
    await campaigns.end(id, await sumOfLedgers(id, ledgers, { isExact: true }), now());
  } catch (error) {
    // Another sweep was faster.
    if (!isLost(error)) throw error;
  }
  return true;
}

/** Sweeps forget a campaign only after its edition knows; until then every one of them tells it. */
async function leave(campaign: CampaignRecord, { campaigns, lines, markSent }: ReconcileDeps): Promise<void> {
  if (campaign.status !== 'cancelled') await markSent(campaign);
  // A closed campaign has none any more.
  for (const walk of WALKS) if (await lines.find(campaign.id, walk)) await lines.remove(campaign.id, walk);
  await campaigns.leave(campaign.id);
}
