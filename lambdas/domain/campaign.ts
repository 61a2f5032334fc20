/** The sending of one edition: its frozen audience, pace and state. Times are UTC. */
export interface Campaign {
  /** Same as the edition's id: an edition is sent by one campaign. */
  id: string;
  editionId: string;
  publicationId: string;
  contentHash: string;
  /** Shown to editors as it is; `paused` always comes with a reason. */
  status: 'planning' | 'sending' | 'paused' | 'closed' | 'cancelled';
  pausedBecause?: string;
  startedAt: Date;
  closedAt?: Date;
  /** Who subscribed after this moment gets the next edition. */
  audienceUntil: Date;
}

/** What became of an edition for its audience. Closed only when audience = accepted + skipped + failed + held. */
export interface CampaignTotals {
  audience: number;
  accepted: number;
  skipped: number;
  failed: number;
  held: number;
  /** Not known yet: becomes accepted, held or pending by evidence. */
  unknown: number;
  pending: number;
}

/** What became of one recipient. */
export type Outcome = 'pending' | 'in-flight' | 'accepted' | 'skipped' | 'failed' | 'unknown' | 'held';

/** True when every recipient has one of the four final outcomes. */
export function balances(totals: CampaignTotals): boolean {
  return (
    totals.unknown === 0 &&
    totals.pending === 0 &&
    totals.audience === totals.accepted + totals.skipped + totals.failed + totals.held
  );
}
