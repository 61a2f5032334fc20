import type { Campaign, CampaignTotals } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Segment } from '../domain/segment.ts';
import { type CampaignRecord, type Campaigns, isRunning } from './campaigns.ts';
import { joinEngagement } from './engagement.ts';
import { type EvidenceStore, nothing } from './evidence.ts';
import { type TrackingReport, trackingReport } from './tracking-report.ts';
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
  /** Only of an edition whose readers were asked. */
  tracking?: TrackingReport;
}

export interface ReportDeps {
  campaigns: Pick<Campaigns, 'find' | 'totals'>;
  evidence: Pick<EvidenceStore, 'count'>;
  /** The whole edition as it was sent. @throws RundbriefError `not-found` when it is gone */
  html(campaign: CampaignRecord): Promise<string>;
}

/**
 * Counted from the ledgers and the evidence at this moment, also while the campaign runs; accepted, skipped, failed and held
 * are final once it is closed, deliveries, bounces and complaints may still come in.
 *
 * @throws RundbriefError `not-found` while the edition has no campaign
 */
export async function campaignReport(
  editionId: string,
  { campaigns, evidence, html }: ReportDeps,
): Promise<CampaignReport> {
  const campaign = await campaigns.find(editionId);
  if (!campaign) throw new RundbriefError('not-found', `The edition "${editionId}" is not being sent`);
  const totals = campaign.totals ?? (await campaigns.totals(editionId));
  const { engagement, ...events } = nothing();
  for (const walk of WALKS) {
    const counted = await evidence.count(editionId, walk);
    events.deliveries += counted.deliveries;
    events.bounces += counted.bounces;
    events.complaints += counted.complaints;
    joinEngagement(engagement, counted.engagement);
  }
  const { status, pausedBecause, audience } = campaign;
  const waitsUntil = isRunning(campaign) ? campaign.restsUntil : undefined;
  const tracking = campaign.isTracked ? trackingReport(engagement, await htmlOf(campaign, html)) : undefined;
  const about = { edition: editionId, status, pausedBecause, waitsUntil, segment: audience.segment };
  return { ...about, ...totals, ...events, ...(tracking ? { tracking } : {}) };
}

/** Without the edition there are sums still, but no links. */
async function htmlOf(campaign: CampaignRecord, html: ReportDeps['html']): Promise<string | undefined> {
  try {
    return await html(campaign);
  } catch (error) {
    if (error instanceof RundbriefError && error.fault === 'not-found') return undefined;
    throw error;
  }
}
