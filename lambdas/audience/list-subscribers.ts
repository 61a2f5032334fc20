import type { AudienceRecords } from './records/audience-records.ts';
import type { SubscriptionPage } from './records/subscriptions.ts';

/** A publication's subscriptions of any state, page by page. @param page.after - `next` of the page before */
export function listSubscribers(
  publicationId: string,
  page: { limit: number; after?: string },
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<SubscriptionPage> {
  return subscriptions.list(publicationId, page);
}
