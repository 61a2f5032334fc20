import type { Edition } from '../domain/edition.ts';
import type { FeedsMessage } from '../ingest/index.ts';
import type { Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import { archiveIndex } from './archive-index.tsx';
import { loadContent } from './edition-parts.ts';
import type { Editions } from './editions.ts';

const PAGE = { contentType: 'text/html; charset=utf-8', cacheControl: 'public, max-age=300' };
/** A year of weekly editions, and another one. */
const LISTED_EDITIONS = 104;

export interface FreezeDeps {
  editions: Pick<Editions, 'freeze' | 'list'>;
  /** The bucket with rendered editions. */
  parts: Pick<Objects, 'get'>;
  /** The bucket with public pages. */
  site: Pick<Objects, 'put'>;
  /** The feed of editions is built again. */
  feeds: Pick<Outbox<FeedsMessage>, 'send'>;
  now: () => Date;
}

/**
 * Settles an edition for sending: its content stays as it is, its articles count as used, and its archive page is public.
 * Repeating it is harmless, and completes what a crash left undone.
 *
 * @param contentHash - what was approved
 * @param how - `forSegment`: it goes to some of those it is meant for
 * @throws RundbriefError `not-found` when there is no such edition or rendering, `conflict` when its content is another one
 */
export async function freezeEdition(
  editionId: string,
  contentHash: string,
  { editions, parts, site, feeds, now }: FreezeDeps,
  how: { forSegment?: boolean } = {},
): Promise<Edition> {
  const edition = await editions.freeze(editionId, contentHash, now(), how);
  const { archivePage, language, sender } = await loadContent(parts, editionId, contentHash);
  const { publicationId, number } = edition;
  await site.put(`archive/${publicationId}/${number}`, archivePage, PAGE);
  const listed = await editions.list(publicationId, { limit: LISTED_EDITIONS });
  const index = archiveIndex({ publicationId, name: sender.name, language, editions: listed });
  await site.put(`archive/${publicationId}/index.html`, index, PAGE);
  await feeds.send({ publicationId });
  return edition;
}
