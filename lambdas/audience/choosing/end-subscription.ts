import type { Subscription } from '../../domain/subscription.ts';
import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

export interface EndDeps extends Pick<AudienceRecords, 'subscriptions' | 'proofs'> {
  now: () => Date;
}

/**
 * Ends a subscription because its owner says so. Repeating it is harmless, also after an erasure, when there is nothing
 * left to end.
 *
 * @returns the ended subscription; undefined when we know of none
 */
export async function endSubscription(
  { subscriberId, publicationId }: Who,
  { subscriptions, proofs, now }: EndDeps,
): Promise<Subscription | undefined> {
  const ended =
    (await subscriptions.end(publicationId, subscriberId, { at: now(), because: 'unsubscribed' })) ??
    (await subscriptions.find(publicationId, subscriberId));
  if (ended?.status !== 'ended') return ended;
  const { endedAt: at = now(), endedBecause: statement } = ended;
  // Also when it had ended before: the first time may have been cut off between the two writes.
  await proofs.append({ subscriberId, publicationId, kind: 'ended', at, statement });
  return ended;
}
