import { log } from '../platform/log.ts';
import { type CampaignRecord, type Campaigns, isRunning } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { isLost } from './chunk-work.ts';
import { type Evidence, type EvidenceStore, proven } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import { WALKS } from './walks.ts';

export interface GuardDeps {
  campaigns: Pick<Campaigns, 'pause'>;
  ledgers: Pick<Ledgers, 'range'>;
  evidence: Pick<EvidenceStore, 'range'>;
}

interface Tally {
  /** Mails that SES has reported anything of. */
  heard: number;
  bounced: number;
  complained: number;
  /** SES took them and then found something in them that it does not send. */
  rejected: number;
}

/**
 * What makes a campaign pause itself. SES puts an account under review at 5 % hard bounces and at 0.1 % complaints.
 * A few of a few are no rate yet: so many mails must be heard of, and so many of them must have fared badly.
 */
const HEARD_AT_LEAST = 100;
const HARMED_AT_LEAST = 3;
const GUARDS = [
  { what: 'bounced', most: 0.05, because: 'were returned by their mailboxes for good' },
  { what: 'complained', most: 0.001, because: 'were reported as unwanted' },
  { what: 'rejected', most: 0.05, because: 'were taken by SES and then not sent for what is in them' },
] as const;

/** Chunks on either side of the first that is not settled: the latest ten thousand recipients. */
const CHUNKS_LOOKED_AT = 100;

/**
 * Pauses a campaign whose latest mails come back or are complained about more often than an account can afford, and says
 * why. Somebody who resumes it has decided: only what was sent since counts from then on.
 *
 * @returns true when it was paused
 */
export async function guardCampaign(campaign: CampaignRecord, deps: GuardDeps): Promise<boolean> {
  if (!isRunning(campaign)) return false;
  const tally: Tally = { heard: 0, bounced: 0, complained: 0, rejected: 0 };
  for (const walk of WALKS) await addLatest(tally, campaign, walk, deps);
  const guard = GUARDS.find(({ what, most }) => tally[what] >= HARMED_AT_LEAST && tally[what] / tally.heard > most);
  if (!guard || tally.heard < HEARD_AT_LEAST) return false;
  const because = `${tally[guard.what]} of the latest ${tally.heard} mails ${guard.because}`;
  log.warn('A campaign pauses itself', { campaignId: campaign.id, ...tally });
  try {
    await deps.campaigns.pause(campaign.id, { because });
  } catch (error) {
    // It was paused or cancelled in this moment.
    if (!isLost(error)) throw error;
  }
  return true;
}

async function addLatest(tally: Tally, campaign: CampaignRecord, walk: number, deps: GuardDeps): Promise<void> {
  const from = Math.max(1, (campaign.sweptTo[walkId(walk)] ?? 1) - CHUNKS_LOOKED_AT / 2);
  const range = { campaignId: campaign.id, walk, from, limit: CHUNKS_LOOKED_AT };
  const [ledgers, reports] = await Promise.all([deps.ledgers.range(range), deps.evidence.range(range)]);
  const since = campaign.resumedAt;
  const counted = new Set(ledgers.filter((ledger) => isSince(ledger, since)).map(({ chunk }) => chunk));
  for (const [chunk, evidence] of reports) if (counted.has(chunk)) add(tally, evidence);
}

const isSince = ({ touchedAt }: Ledger, since: Date | undefined): boolean => since === undefined || touchedAt > since;

function add(tally: Tally, evidence: Evidence): void {
  tally.heard += proven(evidence).size;
  tally.bounced += evidence.bounce?.size ?? 0;
  tally.complained += evidence.complaint?.size ?? 0;
  tally.rejected += evidence.reject?.size ?? 0;
}
