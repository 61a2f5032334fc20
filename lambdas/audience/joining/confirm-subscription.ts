import { RundbriefError } from '../../domain/errors.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

export interface ConfirmationDeps extends Pick<AudienceRecords, 'subscriptions' | 'people' | 'proofs'> {
  now: () => Date;
}

/** From where a link was used, for the proof. */
export interface Visit {
  network: string;
  userAgent: string;
}

/**
 * Turns a pending subscription into a confirmed one.
 *
 * The proof is written before the state: nobody is ever on the list without one. Confirming again is harmless, a
 * confirmed subscription is returned as it is.
 *
 * @returns the subscription; one whose address is suppressed says so, and gets no mail
 * @throws RundbriefError `not-found` when nobody asked for this subscription, `conflict` when it has ended
 */
export async function confirmSubscription(
  { subscriberId, publicationId }: Who,
  visit: Visit,
  { subscriptions, people, proofs, now }: ConfirmationDeps,
): Promise<Subscription> {
  const subscription = await subscriptions.find(publicationId, subscriberId);
  if (!subscription) throw new RundbriefError('not-found', 'We have no such subscription');
  if (subscription.status === 'confirmed') return subscription;
  if (subscription.status === 'ended') throw new RundbriefError('conflict', 'This subscription has ended');

  const at = now();
  await people.keep(subscription, publicationId);
  await proofs.append({ subscriberId, publicationId, kind: 'confirmed', at, ...visit });
  await proofs.keep(publicationId, subscriberId);
  const confirmed = await subscriptions.confirm(publicationId, subscriberId, at);
  if (confirmed) return confirmed;

  // Somebody was faster: the same person with a second click, or by leaving.
  const current = await subscriptions.find(publicationId, subscriberId);
  if (current?.status === 'confirmed') return current;
  throw new RundbriefError('conflict', 'This subscription has ended');
}
