import { randomUUID } from 'node:crypto';
import { log } from '../platform/log.ts';
import { type CampaignRecord, isRunning } from './campaigns.ts';
import { chunkPlace } from './chunk-ids.ts';
import { type ChunkWork, isLost, leaseEnd, type SendDeps } from './chunk-work.ts';
import { closeAfter } from './close-campaign.ts';
import { dueOf } from './hours.ts';
import { isLeased, type Ledger, moved, pendingOf, takeOver } from './ledger.ts';
import { isAsPlanned } from './manifests.ts';
import type { ChunkMessage } from './messages.ts';
import type { Lane, NoLane } from './pace.ts';
import { queueNext } from './queue-next.ts';
import { sendPending } from './send-pending.ts';
import { turnsIn } from './send-turns.ts';
import { pauseFor, quietPause, wait } from './why-wait.ts';

const CLAIM_ATTEMPTS = 3;
const LANE_POLL_MS = 1_000;
const NO_LANE_DELAY_SECONDS = 5;

/**
 * Sends what is still to be sent of one chunk.
 *
 * Doing this again, or at the same time elsewhere, is harmless: who does not get the lease does nothing. A message that ends
 * here without anything sent is not lost work: its chunk stays open in the ledger, and a sweep queues it again when it can be
 * sent. What this run cannot finish in its time goes back into the queue.
 */
export async function sendChunk({ campaignId, chunk }: ChunkMessage, deps: SendDeps): Promise<void> {
  const campaign = (await deps.campaigns.glance(campaignId)) ?? (await deps.campaigns.find(campaignId));
  if (!campaign) return log.warn('A chunk of an unknown campaign', { campaignId, chunk });
  if (!isRunning(campaign)) return;
  const quiet = quietPause(campaign, deps.now());
  if (quiet) return wait(campaign, quiet, deps);

  const holder = randomUUID().slice(0, 13);
  const { walk, number } = chunkPlace(chunk);
  const lane = await laneFor({ holder, campaignId }, deps);
  if (lane === 'day' || lane === 'warm-up') return wait(campaign, pauseFor(lane, deps.now()), deps);
  // Whoever of this campaign is at work brings it again.
  if (lane === 'smaller') return deps.lines.stepBack(campaignId, walk, number);
  if (lane === 'taken') return deps.chunks.send({ campaignId, chunk }, { delaySeconds: NO_LANE_DELAY_SECONDS });
  const sender = { lane, turns: turnsIn(lane, lane.answeredAt, deps), holder };
  let became: 'done' | 'stopped' | 'claim-lost' = 'claim-lost';
  try {
    for (let attempt = 1; became === 'claim-lost' && attempt <= CLAIM_ATTEMPTS; attempt += 1) {
      const work = await openWork(campaign, chunk, sender, deps);
      became = work ? await sendPending(work, deps) : 'done';
    }
  } finally {
    await deps.pace.release(lane, sender.turns.leaving(), deps.now());
  }
  if (became === 'done') await queueNext(campaignId, walk, { number, ...underWay(lane) }, deps);
  await closeAfter(campaign, chunk, deps);
}

/** As many wait in the queue as there are senders to take them. */
const underWay = ({ fair }: Lane) => ({ enough: fair.atOnce === 1 ? fair.lanes : fair.lanes + 1, atOnce: fair.atOnce });

/** @returns undefined when there is nothing to do here */
async function openWork(
  campaign: CampaignRecord,
  chunk: string,
  sender: Pick<ChunkWork, 'lane' | 'turns' | 'holder'>,
  deps: SendDeps,
): Promise<ChunkWork | undefined> {
  const ledger = await deps.ledgers.find(campaign.id, chunk);
  if (!ledger) log.warn('A chunk that its campaign does not have', { campaignId: campaign.id, chunk });
  if (!ledger || isLeased(ledger, deps.now())) return undefined;
  if (pendingOf(ledger).length === 0 && ledger.inFlight.size === 0) return undefined;
  const manifest = await deps.manifests.find(campaign.id, chunk);
  if (!manifest || !isAsPlanned(manifest, ledger)) {
    await holdAll(ledger, sender.holder, deps);
    return undefined;
  }
  // A doubled message of a chunk that waits already.
  if (ledger.waitsUntil && ledger.inFlight.size === 0 && dueOf(manifest, ledger, campaign, deps.now()).length === 0) {
    return undefined;
  }
  return { campaign, ledger, manifest, ...sender };
}

/** Without the manifest as it was planned nobody can tell who is meant: an editor must know, and nobody is written to. */
async function holdAll(ledger: Ledger, holder: string, { ledgers, now }: SendDeps): Promise<void> {
  const { campaignId, chunk } = ledger;
  log.error('The manifest of a chunk is missing or was altered; its recipients are held', { campaignId, chunk });
  const taken = takeOver(ledger, { holder, now: now() });
  try {
    await ledgers.replace(ledger, moved(taken, pendingOf(taken), 'held', now()));
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

/** Waits for a lane for half of this run's time; the other half is for sending. */
async function laneFor(
  sender: { holder: string; campaignId: string },
  { pace, now, sleep, remainingMs }: SendDeps,
): Promise<Lane | NoLane> {
  const waitUntilMs = remainingMs() / 2;
  for (;;) {
    const lane = await pace.take({ ...sender, until: leaseEnd(now(), remainingMs()), now: now() });
    if (lane !== 'taken' || remainingMs() <= waitUntilMs) return lane;
    await sleep(LANE_POLL_MS);
  }
}
