import type { Campaign, CampaignTotals } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Segment } from '../domain/segment.ts';
import { type Campaigns, isRunning } from './campaigns.ts';
import { type EvidenceStore, nothing } from './evidence.ts';
import { WALKS } from './walks.ts';

/** What became of an edition: the equation, and what SES told us afterwards. */
export interface CampaignReport extends CampaignTotals {
  edition: string;
  status: Campaign['status'];
  pausedBecause?: string;
  /** Whoever is pending waits for an hour of their own; this is the next one. */
  waitsUntil?: Date;
  /** Whom it was sent to, as they were defined then; absent: everybody. */
  segment?: Segment;
  deliveries: number;
  bounces: number;
  complaints: number;
}

/**
 * Counted from the ledgers and the evidence at this moment, also while the campaign runs; accepted, skipped, failed and held
 * are final once it is closed, deliveries, bounces and complaints may still come in.
 *
 * @throws RundbriefError `not-found` while the edition has no campaign
 */
export async function campaignReport(
  editionId: string,
  { campaigns, evidence }: { campaigns: Pick<Campaigns, 'find' | 'totals'>; evidence: Pick<EvidenceStore, 'count'> },
): Promise<CampaignReport> {
  const campaign = await campaigns.find(editionId);
  if (!campaign) throw new RundbriefError('not-found', `The edition "${editionId}" is not being sent`);
  const totals = campaign.totals ?? (await campaigns.totals(editionId));
  const events = nothing();
  for (const walk of WALKS) {
    const counted = await evidence.count(editionId, walk);
    events.deliveries += counted.deliveries;
    events.bounces += counted.bounces;
    events.complaints += counted.complaints;
  }
  const { status, pausedBecause, audience } = campaign;
  const waitsUntil = isRunning(campaign) ? campaign.restsUntil : undefined;
  return { edition: editionId, status, pausedBecause, waitsUntil, segment: audience.segment, ...totals, ...events };
}
