import type { Suppression } from '../../domain/subscription.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { copySuppression } from './copy-suppression.ts';

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
  const held = await deps.suppressions.add(suppression);
  if (!held) return;
  const { publications } = await copySuppression(subscriberId, held, deps);
  if (reason !== 'complaint') return;
  for (const publicationId of publications) {
    const ended = await deps.subscriptions.end(publicationId, subscriberId, { at: since, because: 'complaint' });
    if (!ended) continue;
    await deps.proofs.append({ subscriberId, publicationId, kind: 'ended', at: since, statement: 'complaint' });
  }
}
