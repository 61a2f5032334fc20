import type { Suppression } from '../../domain/subscription.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

type CopyDeps = Pick<AudienceRecords, 'suppressions' | 'people' | 'subscriptions'>;

/**
 * Copies what holds of a person to every subscription of theirs, where senders read it.
 *
 * Whoever changes it meanwhile is not overtaken: it is read again after the copying, and copied again when it has changed.
 *
 * @param holds - what holds, as read or written last
 * @returns what held in the end, and the publications of the person
 */
export async function copySuppression(
  subscriberId: string,
  holds: Suppression | undefined,
  { suppressions, people, subscriptions }: CopyDeps,
): Promise<{ holds: Suppression | undefined; publications: string[] }> {
  // Read after the change: a subscription that comes later sees it by itself.
  const { publications = [] } = (await people.find(subscriberId)) ?? {};
  for (let current = holds; ; ) {
    for (const publicationId of publications) {
      await subscriptions.markSuppressed(publicationId, subscriberId, current?.reason);
    }
    const now = await suppressions.find(subscriberId);
    if (now?.reason === current?.reason) return { holds: now, publications };
    current = now;
  }
}
