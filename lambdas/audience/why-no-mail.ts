import { type EditionAudience, type NoMailReason, topicsWanted } from '../domain/edition-audience.ts';
import { isInSegment, type SegmentMember } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';

/** The part of a subscription that decides, as stored or as a domain value. */
export interface Standing extends SegmentMember {
  status: Subscription['status'];
  pausedUntil?: string | Date;
  suppressedBecause?: string;
}

interface Sending {
  audience: EditionAudience;
  /** When its sending began, if it has; else now. */
  at: Date;
}

/**
 * What of an edition somebody gets, or why they get nothing: as a sender decides it, but one at a time and in words.
 *
 * @returns topic ids, empty for all of it; or the reason
 */
export function wantedOrWhyNot(one: Standing, { audience, at }: Sending): { topics: string[] } | NoMailReason {
  if (one.status !== 'confirmed') return one.status;
  if (one.suppressedBecause) return 'suppressed';
  if (one.pausedUntil && new Date(one.pausedUntil) > at) return 'paused';
  if (one.confirmedAt && new Date(one.confirmedAt) > at) return 'joined-later';
  if (audience.segment && !isInSegment(one, audience.segment.filter)) return 'other-segment';
  const choice = { ...one, topics: one.topics ?? [] };
  const topics = topicsWanted(choice, audience);
  if (topics) return { topics };
  const { cadences, ...anyCadence } = audience;
  return topicsWanted(choice, anyCadence) ? 'other-cadence' : 'other-topics';
}
