import type { Cadence, Language } from '../../domain/publication.ts';
import type { Origin, Subscription, SuppressionReason } from '../../domain/subscription.ts';

/**
 * A subscription as it lies in the table. Kept small (typically 250 bytes): planning an edition reads all of them, and
 * DynamoDB counts by 4 kB.
 */
export interface SubscriptionItem {
  pk: string;
  sk: string;
  address: string;
  status: Subscription['status'];
  /** Absent: all. */
  topics?: string[];
  cadence: Cadence;
  cadences?: Record<string, Cadence>;
  timeZone?: string;
  language: Language;
  pausedUntil?: string;
  trackingAgreedAt?: string;
  origin?: Origin;
  fields?: Record<string, string>;
  requestedAt: string;
  confirmedAt?: string;
  endedAt?: string;
  endedBecause?: string;
  movedTo?: string;
  suppressedBecause?: SuppressionReason;
  isWatched?: boolean;
  /** Only while nobody ever confirmed it. */
  ttl?: number;
}

export function fromItem(publicationId: string, item: SubscriptionItem): Subscription {
  const { pk, sk, ttl, topics = [], requestedAt, confirmedAt, endedAt, pausedUntil, trackingAgreedAt, ...same } = item;
  return {
    ...same,
    subscriberId: sk,
    publicationId,
    topics,
    requestedAt: new Date(requestedAt),
    ...(confirmedAt ? { confirmedAt: new Date(confirmedAt) } : {}),
    ...(endedAt ? { endedAt: new Date(endedAt) } : {}),
    ...(pausedUntil ? { pausedUntil: new Date(pausedUntil) } : {}),
    ...(trackingAgreedAt ? { trackingAgreedAt: new Date(trackingAgreedAt) } : {}),
  };
}

/** Seconds, as DynamoDB's time to live counts. */
export function ttlAt(time: Date): number {
  return Math.ceil(time.getTime() / 1000);
}
