import type { Leavings } from '../audience/index.ts';
import type { Campaign, CampaignTotals } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Segment } from '../domain/segment.ts';
import { type CampaignRecord, type Campaigns, type FollowUp, isRunning } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { editionNumber } from './edition-number.ts';
import { joinEngagement } from './engagement.ts';
import { type EvidenceStore, nothing } from './evidence.ts';
import { campaignsOf } from './follow-ups.ts';
import type { Ledgers } from './ledgers.ts';
import { liveTotals } from './live-totals.ts';
import type { Manifests } from './manifests.ts';
import { sumOfLedgers } from './totals.ts';
import { type TrackingReport, trackingReport } from './tracking-report.ts';
import { WALKS } from './walks.ts';

/** What became of an edition: the equation, and what SES told us afterwards. */
export interface CampaignReport extends CampaignTotals {
  edition: string;
  /** Which of the edition's sendings this is about. */
  campaign: string;
  /** To whom a sending after the first went. */
  followUp?: FollowUp['kind'];
  startedAt: Date;
  closedAt?: Date;
  status: Campaign['status'];
  pausedBecause?: string;
  /** When a pause ends by itself, at the latest. */
  pausedUntil?: Date;
  /** Whoever is pending waits for an hour of their own; this is the next one. */
  waitsUntil?: Date;
  /** Whom it was sent to, as they were defined then; absent: everybody. */
  segment?: Segment;
  deliveries: number;
  bounces: number;
  complaints: number;
  /** Only when it was asked for. */
  recount?: Recount;
  /** Only of an edition whose readers were asked. */
  tracking?: TrackingReport;
}

/** The books read anew, line by line, with every write in them. */
export interface Recount {
  /** Recipients that were planned, by the plan and not by the ledgers. */
  planned: number;
  /** Every planned recipient is in the ledgers once, and what a campaign ended with is still what they say. */
  agrees: boolean;
}

export interface ReportDeps {
  campaigns: Pick<Campaigns, 'find'>;
  manifests: Pick<Manifests, 'last'>;
  ledgers: Pick<Ledgers, 'range'>;
  evidence: Pick<EvidenceStore, 'count'>;
  leavings: Pick<Leavings, 'of'>;
  /** The whole edition as it was sent. @throws RundbriefError `not-found` when it is gone */
  html(campaign: CampaignRecord): Promise<string>;
}

/** An edition's first campaign, and with it all of its sendings, the first included, in the order in which they began. */
export interface EditionReport extends CampaignReport {
  /** Who left by the link of one of its mails, whichever sending brought it. */
  unsubscribes: number;
  campaigns: CampaignReport[];
}

export interface ReportWish {
  /** Counts every line of the ledgers again, also of a campaign that has ended. */
  isExact?: boolean;
}

/**
 * Counted from the ledgers and the evidence at this moment, also while a campaign runs; accepted, skipped, failed and held
 * are final once it is closed, deliveries, bounces and complaints may still come in.
 *
 * @throws RundbriefError `not-found` while the edition has no campaign
 */
export async function campaignReport(
  editionId: string,
  deps: ReportDeps,
  wish: ReportWish = {},
): Promise<EditionReport> {
  const campaigns = await campaignsOf(editionId, deps);
  const [first, ...later] = await Promise.all(campaigns.map((campaign) => reportOf(campaign, wish, deps)));
  if (!first) throw new RundbriefError('not-found', `The edition "${editionId}" is not being sent`);
  return { ...first, unsubscribes: await leftBy(campaigns[0], deps), campaigns: [first, ...later] };
}

/** Zero for an id that has no number. */
async function leftBy(campaign: CampaignRecord | undefined, { leavings }: ReportDeps): Promise<number> {
  if (!campaign) return 0;
  const { publicationId, editionId } = campaign;
  const edition = editionNumber(editionId);
  return edition === undefined ? 0 : leavings.of({ publicationId, edition });
}

async function reportOf(
  campaign: CampaignRecord,
  { isExact = false }: ReportWish,
  { ledgers, manifests, evidence, html }: ReportDeps,
): Promise<CampaignReport> {
  const counted = isExact ? await sumOfLedgers(campaign.id, ledgers, { isExact }) : undefined;
  const totals = counted ?? campaign.totals ?? (await liveTotals(campaign, { ledgers, manifests }));
  const { engagement, ...events } = nothing();
  for (const walk of WALKS) {
    const heard = await evidence.count(campaign.id, walk);
    events.deliveries += heard.deliveries;
    events.bounces += heard.bounces;
    events.complaints += heard.complaints;
    joinEngagement(engagement, heard.engagement);
  }
  const tracking = campaign.isTracked ? trackingReport(engagement, await htmlOf(campaign, html)) : undefined;
  return {
    ...aboutOf(campaign),
    ...totals,
    ...events,
    ...(counted ? { recount: recountOf(campaign, counted) } : {}),
    ...(tracking ? { tracking } : {}),
  };
}

function aboutOf(campaign: CampaignRecord) {
  const { id, editionId, status, pausedBecause, pausedUntil, audience, followUp, startedAt, closedAt } = campaign;
  const waitsUntil = isRunning(campaign) ? campaign.restsUntil : undefined;
  const whom = { segment: audience.segment, followUp: followUp?.kind };
  const waits = { pausedBecause, pausedUntil, waitsUntil };
  return { edition: editionId, campaign: id, status, ...waits, ...whom, startedAt, closedAt };
}

function recountOf({ walks, totals }: CampaignRecord, counted: CampaignTotals): Recount {
  const planned = Object.values(walks).reduce((sum, { recipients }) => sum + recipients, 0);
  const isPlanned = WALKS.every((walk) => walks[walkId(walk)]);
  const { audience, accepted, skipped, failed, held, unknown, pending } = counted;
  const isWhole = audience === accepted + skipped + failed + held + unknown + pending;
  const isAsEnded =
    !totals || Object.entries(totals).every(([part, count]) => counted[part as keyof CampaignTotals] === count);
  return { planned, agrees: isWhole && isAsEnded && (!isPlanned || audience === planned) };
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
