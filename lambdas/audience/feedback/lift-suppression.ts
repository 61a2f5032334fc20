import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { copySuppression } from './copy-suppression.ts';

export interface LiftDeps extends Pick<AudienceRecords, 'suppressions' | 'people' | 'subscriptions' | 'proofs'> {
  now: () => Date;
}

/**
 * Lets us write to a person again, in every publication: they asked for mail and have confirmed it from that very mailbox.
 *
 * Meant for whose subscription is marked `suppressedBecause`; for everybody else it reads for nothing. Safe to repeat: a
 * lift that was cut off is completed.
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
  if (!suppression && !(await deps.suppressions.liftedAt(subscriberId))) return true;
  if (suppression) {
    const at = deps.now();
    // The proof comes before the state: nobody is ever written to again without one.
    await deps.proofs.append({ subscriberId, publicationId, kind: 'lifted', at, statement: suppression.reason });
    await deps.suppressions.lift(subscriberId, { askedAt, at });
  }
  const { holds, publications } = await copySuppression(subscriberId, undefined, deps);
  if (holds) return false;
  // For good: SES has a list of its own on which the address may still stand, and watched mails go past it.
  for (const other of publications) await deps.subscriptions.markWatched(other, subscriberId, true);
  return true;
}
