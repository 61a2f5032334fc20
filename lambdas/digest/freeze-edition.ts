import type { Edition } from '../domain/edition.ts';
import type { FeedsMessage } from '../ingest/index.ts';
import type { Outbox } from '../platform/queue.ts';
import { type ArchiveDeps, archiveEdition } from './archive-edition.ts';
import type { Editions } from './editions.ts';

export interface FreezeDeps extends ArchiveDeps {
  editions: Pick<Editions, 'freeze' | 'list'>;
  /** The feed of editions is built again, and the list of them. */
  feeds: Pick<Outbox<FeedsMessage>, 'send'>;
  now: () => Date;
}

/**
 * Settles an edition for sending: its content stays as it is, its articles count as used, and its page stands in the archive.
 * Repeating it is harmless, and completes what a crash left undone.
 *
 * @param contentHash - what was approved
 * @param how - `forSegment`: it goes to some of those it is meant for
 * @throws RundbriefError `not-found` when there is no such edition or rendering, `conflict` when its content is another one
 */
export async function freezeEdition(
  editionId: string,
  contentHash: string,
  deps: FreezeDeps,
  how: { forSegment?: boolean } = {},
): Promise<Edition> {
  const edition = await deps.editions.freeze(editionId, contentHash, deps.now(), how);
  await archiveEdition(edition, deps);
  await deps.feeds.send({ publicationId: edition.publicationId });
  return edition;
}
