import { RundbriefError } from '../../domain/errors.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { type LiftDeps, liftSuppression } from '../feedback/lift-suppression.ts';
import type { Who } from '../links/links.ts';
import type { EraseDeps } from '../person/erase-person.ts';
import { heedErasure } from '../person/heed-erasure.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

export interface ConfirmationDeps extends LiftDeps, EraseDeps, Pick<AudienceRecords, 'signUps'> {}

/** From where a link was used, for the proof. */
export interface Visit {
  network: string;
  userAgent: string;
}

/** Whether there is something to confirm: what is pending, or what was confirmed but gets no mail any more. */
export function isToBeConfirmed({ status, suppressedBecause }: Subscription): boolean {
  return status === 'pending' || (status === 'confirmed' && suppressedBecause !== undefined);
}

/**
 * Turns a pending subscription into a confirmed one, and lifts what kept us from writing to this person.
 *
 * The proof is written before the state: nobody is ever on the list without one. Confirming again is harmless: a
 * confirmed subscription is returned as it is, and a lift that was cut off is completed.
 *
 * @returns the subscription; it says so when its address is suppressed still, by what came after the sign-up
 * @throws RundbriefError `not-found` when nobody asked for this subscription, `conflict` when it has ended
 */
export async function confirmSubscription(who: Who, visit: Visit, deps: ConfirmationDeps): Promise<Subscription> {
  const { subscriberId, publicationId } = who;
  const subscription = await deps.subscriptions.find(publicationId, subscriberId);
  if (!subscription) throw new RundbriefError('not-found', 'We have no such subscription');
  if (subscription.status === 'ended') throw new RundbriefError('conflict', 'This subscription has ended');
  if (!isToBeConfirmed(subscription)) return subscription;

  const at = deps.now();
  await deps.people.keep(subscription, publicationId);
  await deps.proofs.append({ subscriberId, publicationId, kind: 'confirmed', at, ...visit });
  await deps.proofs.keep(publicationId, subscriberId);
  const confirmed = await deps.subscriptions.confirm(publicationId, subscriberId, at);
  if (confirmed && !confirmed.suppressedBecause) return confirmed;

  // Somebody was faster: the same person with a second click, or by leaving. Or it was confirmed before, in vain.
  const current = confirmed ?? (await deps.subscriptions.find(publicationId, subscriberId));
  // Or by erasing everything, of which what was just written would remain.
  if (!current) await heedErasure({ subscriberId, askedAt: subscription.requestedAt }, deps);
  if (current?.status !== 'confirmed') throw new RundbriefError('conflict', 'This subscription has ended');
  return current.suppressedBecause ? liftFor(who, current, deps) : current;
}

async function liftFor(who: Who, subscription: Subscription, deps: ConfirmationDeps): Promise<Subscription> {
  // The wish of today: what was confirmed long ago was asked for before the suppression.
  const signUp = await deps.signUps.find(who.publicationId, who.subscriberId);
  const isLifted = await liftSuppression(who, { askedAt: signUp?.at ?? subscription.requestedAt }, deps);
  if (!isLifted) return subscription;
  const { suppressedBecause, ...free } = subscription;
  return free;
}
