import type { AudienceRecords } from '../records/audience-records.ts';

export type WatchDeps = Pick<AudienceRecords, 'bounces' | 'suppressions' | 'people' | 'subscriptions'>;

/**
 * Marks all subscriptions of a person for as long as we want to hear whether their mails arrive, and no longer:
 *
 * - while mails to them come back, since only an arrival shows that a mailbox lives
 * - for good after a suppression was lifted: SES has a list of its own on which the address still stands, and watched mails
 *   go past it
 *
 * Whoever changes the matter meanwhile is not overtaken: it is read again after the marking.
 */
export async function settleWatch(subscriberId: string, deps: WatchDeps): Promise<void> {
  const { publications = [] } = (await deps.people.find(subscriberId)) ?? {};
  for (let marked: boolean | undefined; ; ) {
    const isDue = await isWatchDue(subscriberId, deps);
    if (isDue === marked) return;
    for (const publicationId of publications) await deps.subscriptions.markWatched(publicationId, subscriberId, isDue);
    marked = isDue;
  }
}

async function isWatchDue(subscriberId: string, { bounces, suppressions }: WatchDeps): Promise<boolean> {
  const { mails } = await bounces.find(subscriberId);
  return mails.length > 0 || (await suppressions.liftedAt(subscriberId)) !== undefined;
}
