import type { Campaign, CampaignTotals } from '../domain/campaign.ts';

/** What became of a request to compose. */
export interface CompositionRun {
  requestId: string;
  publicationId: string;
  at: Date;
  outcome:
    | { kind: 'composed'; editionId: string; number: number; articles: number }
    | { kind: 'skipped'; reason: string }
    | { kind: 'failed'; reason: string };
}

/** What became of an edition: the equation, and what mailbox providers told us afterwards. */
export interface CampaignReport extends CampaignTotals {
  edition: string;
  status: Campaign['status'];
  pausedBecause?: string;
  deliveries: number;
  bounces: number;
  complaints: number;
}
