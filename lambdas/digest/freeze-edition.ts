import type { Edition } from '../domain/edition.ts';
import type { Objects } from '../platform/objects.ts';
import { loadContent } from './edition-parts.ts';
import type { Editions } from './editions.ts';

export interface FreezeDeps {
  editions: Pick<Editions, 'freeze'>;
  /** The bucket with rendered editions. */
  parts: Pick<Objects, 'get'>;
  /** The bucket with public pages. */
  site: Pick<Objects, 'put'>;
  now: () => Date;
}

/**
 * Settles an edition for sending: its content stays as it is, its articles count as used, and its archive page is public.
 * Repeating it is harmless, and completes what a crash left undone.
 *
 * @param contentHash - what was approved
 * @throws RundbriefError `not-found` when there is no such edition or rendering, `conflict` when its content is another one
 */
export async function freezeEdition(
  editionId: string,
  contentHash: string,
  { editions, parts, site, now }: FreezeDeps,
): Promise<Edition> {
  const edition = await editions.freeze(editionId, contentHash, now());
  const { archivePage } = await loadContent(parts, editionId, contentHash);
  await site.put(`archive/${edition.publicationId}/${edition.number}`, archivePage, {
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'public, max-age=300',
  });
  return edition;
}
