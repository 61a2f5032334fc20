import type { Suppression } from '../../domain/subscription.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

export type SuppressionDeps = Pick<AudienceRecords, 'suppressions' | 'people' | 'subscriptions' | 'proofs'>;

/**
 * Writes to a person no more, in any publication. Who complained has also left: their subscriptions end.
 *
 * Safe to repeat and in any order: the graver reason stays.
 *
 * @param suppression - `since` is when the mail server or the person spoke; what was asked for after it does not end
 */
export async function suppress(suppression: Suppression, deps: SuppressionDeps): Promise<void> {
  const { subscriberId, reason, since } = suppression;
  const holds = await deps.suppressions.add(suppression);
  if (!holds) return;
  // Read after the suppression is there: a subscription that comes later sees it by itself.
  const person = await deps.people.find(subscriberId);
  for (const publicationId of person?.publications ?? []) {
    await deps.subscriptions.markSuppressed(publicationId, subscriberId, holds.reason);
    if (reason !== 'complaint') continue;
    const ended = await deps.subscriptions.end(publicationId, subscriberId, { at: since, because: 'complaint' });
    if (ended) {
      await deps.proofs.append({ subscriberId, publicationId, kind: 'ended', at: since, statement: 'complaint' });
    }
  }
}
