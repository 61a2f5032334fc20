import { wantedOrWhyNot } from '../audience/index.ts';
import { contentItems, hasSomethingFor } from '../digest/index.ts';
import type { Edition } from '../domain/edition.ts';
import { audienceOf, type NoMailReason } from '../domain/edition-audience.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest } from '../domain/publication.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Campaigns } from './campaigns.ts';

/** What one reader gets of an edition; topic ids, empty for all of it. Or why they get nothing. */
export type ReaderOfEdition = { reader: Subscription } & ({ topics: string[] } | { because: NoMailReason });

export interface ReaderDeps {
  /** As it stands; undefined for somebody who never asked for this publication. */
  findSubscription(publicationId: string, subscriberId: string): Promise<Subscription | undefined>;
  campaigns: Pick<Campaigns, 'find'>;
  digests: { list(publicationId: string): Promise<Digest[]> };
  now: () => Date;
}

/**
 * Looks at an edition with the eyes of one reader: by the audience of its campaign, or, while it has none, the one it
 * would have now.
 *
 * @throws RundbriefError `not-found` for somebody of whom the publication holds nothing
 */
export async function readerOfEdition(
  edition: Edition,
  subscriberId: string,
  { findSubscription, campaigns, digests, now }: ReaderDeps,
): Promise<ReaderOfEdition> {
  const reader = await findSubscription(edition.publicationId, subscriberId);
  if (!reader) throw new RundbriefError('not-found', 'There is no such subscription');
  const campaign = await campaigns.find(edition.id);
  const audience = campaign?.audience ?? audienceOf(edition, await digests.list(edition.publicationId));
  const at = campaign?.audienceUntil ?? now();
  const wanted = wantedOrWhyNot(reader, { audience, at });
  if (typeof wanted === 'string') return { reader, because: wanted };
  return hasSomethingFor({ items: contentItems(edition.items) }, wanted.topics, at)
    ? { reader, ...wanted }
    : { reader, because: 'other-topics' };
}
