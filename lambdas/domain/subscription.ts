import type { Cadence, Language } from './publication.ts';

/** What somebody wants to read, and how often. */
export interface Choice {
  /** Topic ids; empty means all. Never empty while `cadences` names one. */
  topics: string[];
  /** For every topic that `cadences` does not name. */
  cadence: Cadence;
  /** Topics that come at a pace of their own, by id. */
  cadences?: Record<string, Cadence>;
  /** By whose clock digests for it come, as an IANA name; the publication's where nothing is said. */
  timeZone?: string;
}

/**
 * How somebody came to us: `form` or `embedded` (by themselves, on our page or on another website), `editor`,
 * `import:<import id>`, `address-change`. Absent on the oldest.
 */
export type Origin = 'form' | 'embedded' | 'editor' | 'address-change' | `import:${string}`;

/** A subscriber's wish for one publication. Times are UTC. */
export interface Subscription extends Choice {
  /** Opaque id of the person, the same in every publication: a keyed hash of the address, never the address. */
  subscriberId: string;
  publicationId: string;
  /** Personal data: stays in the Audience table and in mails. */
  address: string;
  status: 'pending' | 'confirmed' | 'ended';
  language: Language;
  /** Gets nothing before this moment. */
  pausedUntil?: Date;
  /** When they allowed that their opens and clicks are counted; absent: they are not. */
  trackingAgreedAt?: Date;
  origin?: Origin;
  /** What editors know besides, such as a school's name: set by an import or by them, by name. */
  fields?: Record<string, string>;
  requestedAt: Date;
  confirmedAt?: Date;
  endedAt?: Date;
  /** Why it ended: `unsubscribed`, `complaint`, `address-change`, `editor`. */
  endedBecause?: string;
  /** Who they are since they took another address, when that is why it ended. */
  movedTo?: string;
  /** Set while the address is suppressed, so that a sender sees it in the same read. */
  suppressedBecause?: SuppressionReason;
  /** Mails to this address came back for the time being; the next ones are watched for whether they arrive. */
  isWatched?: boolean;
}

export type SuppressionReason = 'transient-bounces' | 'permanent-bounce' | 'complaint' | 'erased' | 'editor';

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
  kind:
    | 'requested'
    | 'mail-sent'
    | 'confirmed'
    | 'imported'
    | 'ended'
    /** Ended by mistake, and taken back at once. */
    | 'resumed'
    /** We may write to this address again: its owner has confirmed it anew. */
    | 'lifted'
    /** Confirmed as the new address of somebody who was subscribed with another. */
    | 'address-changed'
    /** Their opens and clicks may be counted. */
    | 'tracking-agreed'
    /** … and no longer. */
    | 'tracking-withdrawn'
    | 'erased';
  at: Date;
  /** Version of the wording the person saw, and its SHA-256; of a consent also the names that stood in it. */
  wording?: { version: string; hash: string; title?: string; sender?: string };
  /** Network address and user agent of the request, as the law wants them kept. */
  network?: string;
  userAgent?: string;
  /** The page of the form, without anything a visitor could have put into its address. */
  page?: string;
  /** For an import: what the editor says the proof is. For an end: why. For a change of address: the former id. */
  statement?: string;
  /** Who did it, when it was an editor: the subject of their session, or `api`. */
  by?: string;
  /** For an import. */
  imported?: ImportedConsent;
}

/** What a list from elsewhere knew of somebody's consent. Times are ISO 8601, in UTC. */
export interface ImportedConsent {
  /** Where in the file they stood. */
  line: number;
  joined?: string;
  confirmed?: string;
  /** Network addresses from which they asked for mail there, and confirmed. */
  network?: string;
  confirmedNetwork?: string;
}
