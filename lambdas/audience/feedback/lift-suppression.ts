import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { copySuppression } from './copy-suppression.ts';

export interface LiftDeps extends Pick<AudienceRecords, 'suppressions' | 'people' | 'subscriptions' | 'proofs'> {
  now: () => Date;
}

/**
 * Lets us write to a person again, in every publication: they asked for mail and have confirmed it from that very mailbox.
 *
 * Only for whose subscription is marked `suppressedBecause`; for everybody else it would be reading for nothing. Safe to
 * repeat: a lift that was cut off is completed.
 *
 * @param askedAt - when they asked: what a mail server or the person said after it still holds
 * @returns true when nothing keeps us from writing to them now
 */
export async function liftSuppression(
  { subscriberId, publicationId }: Who,
  { askedAt }: { askedAt: Date },
  deps: LiftDeps,
): Promise<boolean> {
  const suppression = await deps.suppressions.find(subscriberId);
  if (suppression && suppression.since > askedAt) return false;
  if (suppression) {
    const at = deps.now();
    // The proof comes before the state: nobody is ever written to again without one.
    await deps.proofs.append({ subscriberId, publicationId, kind: 'lifted', at, statement: suppression.reason });
    await deps.suppressions.lift(subscriberId, { askedAt, at });
  }
  const { holds } = await copySuppression(subscriberId, undefined, deps);
  return holds === undefined;
}
