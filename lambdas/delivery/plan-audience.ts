import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';
import { type AudienceDeps, audiencePage } from './audience-page.ts';
import { type CampaignRecord, type Campaigns, isOver } from './campaigns.ts';
import { chunkId, walkId } from './chunk-ids.ts';
import { closeAfter } from './close-campaign.ts';
import { firstHour } from './hours.ts';
import { CHUNK_SIZE, openLedger } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { Lines } from './lines.ts';
import { fingerprint, type Manifest, type Manifests, type WalkPosition } from './manifests.ts';
import type { ChunkMessage, PlanMessage } from './messages.ts';
import { queueFirst } from './queue-next.ts';
import { minutesToWait } from './readers-clock.ts';

export interface PlanDeps extends AudienceDeps {
  campaigns: Campaigns;
  manifests: Manifests;
  ledgers: Ledgers;
  lines: Lines;
  plans: Outbox<PlanMessage>;
  chunks: Outbox<ChunkMessage>;
  now: () => Date;
  /** How long this run may still take. */
  remainingMs: () => number;
}

/** Chunks a run cuts at most; the next run goes on. */
const CHUNKS_A_RUN = 100;
/** As many as one request to the queue takes. */
const CHUNKS_A_STEP = 10;
/** Chunks that may be done before planning ends, at most: later ones see its end themselves. */
const CHUNKS_SENT_MEANWHILE = 3;
const MS_KEPT_FOR_THE_END = 10_000;

/**
 * Cuts a part of the audience into chunks and queues the first of them; whoever ends one brings the next.
 *
 * Who is in a chunk, and where the next one begins, is decided by the first planner that writes it; any other planner, and
 * any repetition, follows. For each chunk the manifest comes first, then its ledger, then its message: a run that dies in
 * between is completed by the next one.
 */
export async function planAudience({ campaignId, shard, after }: PlanMessage, deps: PlanDeps): Promise<void> {
  const campaign = await deps.campaigns.find(campaignId);
  if (!campaign || isOver(campaign) || campaign.walks[walkId(shard)]) return;

  let last = after ? await deps.manifests.find(campaignId, chunkId({ walk: shard, number: after })) : undefined;
  if (after && !last) log.warn('A plan goes on from a chunk that is not there; it begins anew', { campaignId, after });
  const known = await knownAfter(last, campaign, shard, deps);

  for (let cut = 0; cut < CHUNKS_A_RUN; cut += CHUNKS_A_STEP) {
    const step: Manifest[] = [];
    while (step.length < CHUNKS_A_STEP && hasMore(last)) {
      last = known.shift() ?? (await deps.manifests.cut(await nextManifest(campaign, shard, last, deps)));
      step.push(last);
    }
    await openLedgers(step, campaign, deps);
    if (step[0]?.number === 1) await queueFirst(campaignId, shard, deps);
    if (last && !hasMore(last)) return endWalk(last, campaign, deps);
    if (deps.remainingMs() < MS_KEPT_FOR_THE_END) break;
  }
  await deps.plans.send({ campaignId, shard, after: last?.number });
}

const hasMore = (last: Manifest | undefined): boolean => !last || last.next !== undefined;

/** What an earlier run has cut already. */
function knownAfter(last: Manifest | undefined, { id }: CampaignRecord, walk: number, { manifests }: PlanDeps) {
  return manifests.range({ campaignId: id, walk, from: (last?.number ?? 0) + 1, limit: CHUNKS_A_RUN, isExact: true });
}

async function nextManifest(
  campaign: CampaignRecord,
  walk: number,
  last: Manifest | undefined,
  deps: PlanDeps,
): Promise<Manifest> {
  const { subscriberIds, waits, next } = await collect(campaign, last?.next ?? { shard: walk }, deps);
  return {
    campaignId: campaign.id,
    walk,
    number: (last?.number ?? 0) + 1,
    subscriberIds,
    ...(waits.some((minutes) => minutes > 0) ? { waits } : {}),
    next,
    recipientsSoFar: (last?.recipientsSoFar ?? 0) + subscriberIds.length,
    cutAt: deps.now(),
  };
}

/** A chunk's worth of recipients, from as many shards as that takes; never more than a chunk in memory. */
async function collect(campaign: CampaignRecord, from: WalkPosition, deps: AudienceDeps) {
  const subscriberIds: string[] = [];
  const waits: number[] = [];
  const waitIn = minutesToWait(campaign);
  let at: WalkPosition | undefined = from;
  while (at && subscriberIds.length < CHUNK_SIZE) {
    const page = await audiencePage(campaign, at, CHUNK_SIZE - subscriberIds.length, deps);
    subscriberIds.push(...page.subscriberIds);
    waits.push(...page.subscriberIds.map((id) => waitIn(page.timeZones?.[id])));
    at = page.next;
  }
  return { subscriberIds, waits, next: at };
}

/** A chunk in which everybody waits says so: a sweep queues it in time. */
async function openLedgers(step: Manifest[], campaign: CampaignRecord, { ledgers, now }: PlanDeps): Promise<void> {
  const full = step.filter(({ subscriberIds }) => subscriberIds.length > 0);
  const queuedAt = now();
  const opened = full.map((manifest) => {
    const { campaignId, subscriberIds } = manifest;
    const check = fingerprint(manifest);
    const chunk = { campaignId, chunk: chunkId(manifest), size: subscriberIds.length, check };
    const first = firstHour(manifest, [...subscriberIds.keys()], campaign);
    return openLedger(chunk, { queuedAt, waitsUntil: first && first > queuedAt ? first : undefined });
  });
  await Promise.all(opened.map((ledger) => ledgers.open(ledger)));
}

/** The last manifest is empty when the walk ended exactly behind a full chunk; then it is no chunk. */
async function endWalk(last: Manifest, campaign: CampaignRecord, deps: PlanDeps): Promise<void> {
  const { walk, number, subscriberIds, recipientsSoFar } = last;
  const chunks = subscriberIds.length > 0 ? number : number - 1;
  await deps.lines.end(campaign.id, walk, chunks);
  await deps.campaigns.endWalk(campaign.id, walk, { chunks, recipients: recipientsSoFar });
  // Everybody in a small audience may have been written to by now, and an empty one has no sender.
  if (chunks <= CHUNKS_SENT_MEANWHILE) await closeAfter(campaign, chunkId({ walk, number: Math.max(1, chunks) }), deps);
}
