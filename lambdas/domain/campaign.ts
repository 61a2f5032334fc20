/** The sending of one edition: its frozen audience, pace and state. Times are UTC. */
export interface Campaign {
  /** The edition's id; that of a sending after the first has the number of the sending behind it. */
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

/** What became of one recipient, by our books. */
export const OUTCOMES = ['pending', 'in-flight', 'accepted', 'skipped', 'failed', 'unknown', 'held'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What SES reports afterwards of a mail it has accepted. */
export const REPORTS = ['delivered', 'bounced', 'soft-bounced', 'complained', 'rejected'] as const;
export type Reported = (typeof REPORTS)[number];

/** What people may ask of a campaign that is under way. */
export const CAMPAIGN_ACTIONS = ['pause', 'resume', 'cancel'] as const;
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

/** What people do about the sending of an edition: as above, or begin one. */
export const AUDITED_ACTIONS = [...CAMPAIGN_ACTIONS, 'send', 'send-to-missed', 'send-to-list'] as const;
export type AuditedAction = (typeof AUDITED_ACTIONS)[number];

/** True when every recipient has one of the four final outcomes. */
export function balances(totals: CampaignTotals): boolean {
  return (
    totals.unknown === 0 &&
    totals.pending === 0 &&
    totals.audience === totals.accepted + totals.skipped + totals.failed + totals.held
  );
}
