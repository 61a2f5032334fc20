import type { Cadence, Language } from './publication.ts';

/** A subscriber's wish for one publication. Times are UTC. */
export interface Subscription {
  /** Opaque id of the person, the same in every publication: a keyed hash of the address, never the address. */
  subscriberId: string;
  publicationId: string;
  /** Personal data: stays in the Audience table and in mails. */
  address: string;
  status: 'pending' | 'confirmed' | 'ended';
  /** Topic ids; empty means all. */
  topics: string[];
  cadence: Cadence;
  language: Language;
  requestedAt: Date;
  confirmedAt?: Date;
  endedAt?: Date;
  /** Why it ended, such as `unsubscribed`, `complaint`. */
  endedBecause?: string;
  /** Set while the address is suppressed, so that a sender sees it in the same read. */
  suppressedBecause?: SuppressionReason;
}

export type SuppressionReason = 'permanent-bounce' | 'complaint' | 'editor';

/** An address we must not write to, why and since when. */
export interface Suppression {
  subscriberId: string;
  reason: SuppressionReason;
  since: Date;
}

/** One entry of the append-only proof that a person asked for mail. */
export interface ConsentProof {
  subscriberId: string;
  publicationId: string;
  kind: 'requested' | 'mail-sent' | 'confirmed' | 'imported' | 'ended';
  at: Date;
  /** Version of the wording the person saw, and its SHA-256. */
  wording?: { version: string; hash: string };
  /** Network address and user agent of the request, as the law wants them kept. */
  network?: string;
  userAgent?: string;
  /** For an import: what the editor says the proof is. */
  statement?: string;
}
