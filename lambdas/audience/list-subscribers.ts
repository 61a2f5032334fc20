import { isInSegment, type SegmentFilter } from '../domain/segment.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { AudienceRecords } from './records/audience-records.ts';
import type { SubscriptionPage } from './records/subscriptions.ts';

/** Whom of a publication's list somebody wants to see; what is absent asks for nothing. */
export interface ListFilter extends Pick<SegmentFilter, 'topics' | 'cadences' | 'languages'> {
  /** `suppressed` is whoever we must not write to and has not left; the others are the rest, each in one. */
  status?: Subscription['status'] | 'suppressed';
  segment?: SegmentFilter;
}

/** Read at a time, and how often for one page: what is searched for may be rare. */
const READ = 200;
const MOST_READS = 10;

/**
 * A publication's subscriptions, page by page in the order of the table.
 *
 * A page costs a bounded number of reads. So one that looks for somebody rare may hold fewer than asked for, or nobody,
 * and still not be the last.
 *
 * @param page.after - `next` of the page before
 */
export async function listSubscribers(
  publicationId: string,
  { limit, after, ...filter }: { limit: number; after?: string } & ListFilter,
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<SubscriptionPage> {
  if (!Object.values(filter).some(Boolean)) return subscriptions.list(publicationId, { limit, after });
  const found: Subscription[] = [];
  let next = after;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await subscriptions.list(publicationId, { limit: READ, after: next });
    for (const one of page.subscriptions) {
      if (!isWanted(one, filter)) continue;
      // One more than asked for tells that there is a next page.
      if (found.length === limit) return { subscriptions: found, next: found.at(-1)?.subscriberId };
      found.push(one);
    }
    next = page.next;
    if (!next) break;
  }
  return { subscriptions: found, next };
}

function isWanted(one: Subscription, { status, segment, ...choice }: ListFilter): boolean {
  if (status && status !== standingOf(one)) return false;
  return isInSegment(one, choice) && (!segment || isInSegment(one, segment));
}

/** How somebody stands, in one word: who is suppressed and has not left gets nothing, whatever they once confirmed. */
export function standingOf({ status, suppressedBecause }: Pick<Subscription, 'status' | 'suppressedBecause'>) {
  return status !== 'ended' && suppressedBecause ? 'suppressed' : status;
}
