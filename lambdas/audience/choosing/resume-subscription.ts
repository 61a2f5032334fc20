import type { Subscription } from '../../domain/subscription.ts';
import type { Visit } from '../joining/confirm-subscription.ts';
import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

/** As long as the link to undo is valid. */
const MOST_HOURS = 1;
const MS_PER_HOUR = 3_600_000;

export interface ResumeDeps extends Pick<AudienceRecords, 'subscriptions' | 'proofs'> {
  now: () => Date;
}

/**
 * Takes back an end that was a mistake: of a subscription that was confirmed, by its owner, within the hour. Repeating it
 * is harmless.
 *
 * @returns undefined when there is nothing to take back
 */
export async function resumeSubscription(
  { subscriberId, publicationId }: Who,
  visit: Visit,
  { subscriptions, proofs, now }: ResumeDeps,
): Promise<Subscription | undefined> {
  const at = now();
  const endedSince = new Date(at.getTime() - MOST_HOURS * MS_PER_HOUR);
  const current = await subscriptions.find(publicationId, subscriberId);
  if (current?.status === 'confirmed') return current;
  if (!current?.confirmedAt || current.endedBecause !== 'unsubscribed' || !isSince(current.endedAt, endedSince)) {
    return undefined;
  }
  // The proof comes before the state: nobody is on the list again without one.
  await proofs.append({ subscriberId, publicationId, kind: 'resumed', at, ...visit });
  return subscriptions.resume(publicationId, subscriberId, endedSince);
}

const isSince = (time: Date | undefined, since: Date) => time !== undefined && time >= since;
