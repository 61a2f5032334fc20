import { type EditionAudience, type NoMailReason, topicsWanted } from '../domain/edition-audience.ts';
import { isInSegment } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';

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
export function wantedOrWhyNot(one: Subscription, { audience, at }: Sending): { topics: string[] } | NoMailReason {
  if (one.status !== 'confirmed') return one.status;
  if (one.suppressedBecause) return 'suppressed';
  if (one.pausedUntil && one.pausedUntil > at) return 'paused';
  if (one.confirmedAt && one.confirmedAt > at) return 'joined-later';
  if (audience.segment && !isInSegment(one, audience.segment.filter)) return 'other-segment';
  const topics = topicsWanted(one, audience);
  if (topics) return { topics };
  const { cadences, ...anyCadence } = audience;
  return topicsWanted(one, anyCadence) ? 'other-cadence' : 'other-topics';
}
