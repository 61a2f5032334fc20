import type { Cadence, Language } from '../../domain/publication.ts';
import type { Subscription, SuppressionReason } from '../../domain/subscription.ts';

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
  language: Language;
  requestedAt: string;
  confirmedAt?: string;
  endedAt?: string;
  endedBecause?: string;
  suppressedBecause?: SuppressionReason;
  /** Only while nobody ever confirmed it. */
  ttl?: number;
}

export function fromItem(publicationId: string, item: SubscriptionItem): Subscription {
  const { sk, address, status, topics = [], cadence, language, endedBecause, suppressedBecause } = item;
  return {
    subscriberId: sk,
    publicationId,
    address,
    status,
    topics,
    cadence,
    language,
    requestedAt: new Date(item.requestedAt),
    ...(item.confirmedAt ? { confirmedAt: new Date(item.confirmedAt) } : {}),
    ...(item.endedAt ? { endedAt: new Date(item.endedAt) } : {}),
    ...(endedBecause ? { endedBecause } : {}),
    ...(suppressedBecause ? { suppressedBecause } : {}),
  };
}

/** Seconds, as DynamoDB's time to live counts. */
export function ttlAt(time: Date): number {
  return Math.ceil(time.getTime() / 1000);
}
