/** What editors ask about recipients: what became of them by our books, and what SES reported afterwards. */
import { type Outcome, REPORTS, type Reported } from '../domain/campaign.ts';
import type { Because } from './because.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import { type Ledger, OUTCOME_SETS, type OutcomeSet } from './ledger.ts';

const KIND_OF_REPORT: Record<Reported, EvidenceKind> = {
  delivered: 'delivery',
  bounced: 'bounce',
  'soft-bounced': 'softBounce',
  complained: 'complaint',
  rejected: 'reject',
};

/** One recipient of a campaign. */
export interface RecipientOutcome {
  campaignId: string;
  /** Absent when nobody can tell any more who stood here: the manifest is gone or was altered. */
  subscriberId?: string;
  outcome: Outcome;
  /** Of who was skipped or failed. */
  because?: Because;
  reported: Reported[];
  /** As SES calls their mails; none where no event came, two of who was sent it twice. */
  messageIds: string[];
}

const OUTCOME_OF_SET: Record<OutcomeSet, Outcome> = {
  inFlight: 'in-flight',
  accepted: 'accepted',
  skipped: 'skipped',
  failed: 'failed',
  unknown: 'unknown',
  held: 'held',
};

export function outcomeIn(ledger: Ledger, index: number): Outcome {
  const set = OUTCOME_SETS.find((name) => ledger[name].has(index));
  return set ? OUTCOME_OF_SET[set] : 'pending';
}

export const reportedIn = (evidence: Evidence, index: number): Reported[] =>
  REPORTS.filter((report) => evidence[KIND_OF_REPORT[report]]?.has(index));
