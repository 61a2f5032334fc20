import type {
  AuditEntry,
  CampaignRecord,
  EditionReport,
  FollowUpWish,
  OutcomePartWish,
  Recipient,
  ReportWish,
  WantedOutcomes,
} from '../delivery/index.ts';
import type { CampaignAction } from '../domain/campaign.ts';

/** What both doors need to look after sendings, with everything but the question bound. */
export interface CampaignDeps {
  /** @throws RundbriefError `not-found` while the edition has no campaign */
  report(editionId: string, wish?: ReportWish): Promise<EditionReport>;
  /** @returns undefined while the edition has no campaign */
  findReport(editionId: string, wish?: ReportWish): Promise<EditionReport | undefined>;
  /** All sendings of an edition, in the order in which they began. */
  listCampaigns(editionId: string): Promise<CampaignRecord[]>;
  /** @throws RundbriefError `not-found`, or `conflict` with why it is too late */
  controlCampaign(wish: {
    editionId: string;
    campaignId?: string;
    action: CampaignAction;
    by: string;
  }): Promise<CampaignRecord>;
  /** @throws RundbriefError `conflict` when it cannot begin, or nobody missed it */
  startFollowUp(wish: { editionId: string; wish: FollowUpWish; after?: string; by: string }): Promise<CampaignRecord>;
  /** Notes that somebody asked for the first sending. */
  noteSend(note: { editionId: string; by: string }): Promise<void>;
  /** What people asked of it, oldest first. */
  listAudit(editionId: string): Promise<AuditEntry[]>;
  listRecipients(wish: {
    publicationId: string;
    campaignId: string;
    wanted: WantedOutcomes;
    after?: string;
    limit: number;
  }): Promise<{ recipients: Recipient[]; next?: string }>;
  /** @returns undefined for who is not in the campaign's audience */
  findRecipient(wish: {
    publicationId: string;
    campaignId: string;
    subscriberId: string;
  }): Promise<Recipient | undefined>;
  /** Ids of those who are in the publication, in whatever state. */
  knownHere(publicationId: string, subscriberIds: string[]): Promise<string[]>;
  outcomeParts(campaignId: string): Promise<number>;
  outcomePart(wish: OutcomePartWish): Promise<string>;
}
