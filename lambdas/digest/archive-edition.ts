/**
 * An edition's page goes into the archive, and is linked with those before and after it.
 *
 * What was approved and is hashed names no neighbours: they are put in here, and into the pages beside it, each of which
 * is written again from its own content.
 */
import { archivePath, type Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import { hiddenFromSearch } from '../platform/pages.tsx';
import type { Publications } from '../publications/index.ts';
import { withNeighbours } from './archive-neighbours.tsx';
import { loadContent } from './edition-parts.ts';
import type { Editions } from './editions.ts';

const PAGE = { contentType: 'text/html; charset=utf-8', cacheControl: 'public, max-age=300' };
const LISTED_AT_ONCE = 20;
/** Editions that go out at the same moment: each looks again for the others once its links are written. */
const LOOKS = 5;

export interface ArchiveDeps {
  publications: Pick<Publications, 'find'>;
  editions: Pick<Editions, 'list'>;
  /** The bucket with rendered editions. */
  parts: Pick<Objects, 'get'>;
  /** The bucket with public pages. */
  site: Pick<Objects, 'put'>;
}

/**
 * Repeating it is harmless.
 *
 * @param edition - settled
 * @throws RundbriefError `not-found` when it was not rendered with this content
 */
export async function archiveEdition(edition: Edition, deps: ArchiveDeps): Promise<void> {
  const publication = await deps.publications.find(edition.publicationId);
  if (edition.archiveKey !== undefined || publication?.archive === 'unlisted') {
    const { archivePage, language } = await loadContent(deps.parts, edition.id, edition.contentHash);
    const page = hiddenFromSearch(withNeighbours(archivePage, language, {}));
    return deps.site.put(archivePath(edition), page, PAGE);
  }
  let linked: string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const row = await rowAround(edition, deps.editions);
    const ids = row.map(({ id }) => id);
    if (ids.join() === linked.join()) return;
    await writeLinked(edition, row, deps);
    linked = ids;
  }
}

/** Settled public editions in the order of their numbers: this one, all after it, and the two before it. */
async function rowAround({ publicationId, number }: Edition, editions: ArchiveDeps['editions']): Promise<Edition[]> {
  const row: Edition[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await editions.list(publicationId, { limit: LISTED_AT_ONCE, before });
    row.unshift(...page.filter(isPublic).reverse());
    const earlier = row.filter((other) => other.number < number);
    if (page.length === 0 || earlier.length >= 2) return row;
    before = page.at(-1)?.number;
  }
}

const isPublic = ({ status, archiveKey }: Edition) => status !== 'draft' && archiveKey === undefined;

async function writeLinked(edition: Edition, row: Edition[], deps: ArchiveDeps): Promise<void> {
  const place = row.findIndex(({ id }) => id === edition.id);
  await write(edition, { previous: row[place - 1], next: row[place + 1] }, deps);
  for (const at of [place - 1, place + 1]) {
    const beside = row[at];
    if (beside) await writeAgain(beside, { previous: row[at - 1], next: row[at + 1] }, deps);
  }
}

async function write(edition: Edition, neighbours: Parameters<typeof withNeighbours>[2], { parts, site }: ArchiveDeps) {
  const { archivePage, language } = await loadContent(parts, edition.id, edition.contentHash);
  await site.put(archivePath(edition), withNeighbours(archivePage, language, neighbours), PAGE);
}

/** A neighbour whose content is gone keeps the page that it has. */
async function writeAgain(...[edition, neighbours, deps]: Parameters<typeof write>): Promise<void> {
  try {
    await write(edition, neighbours, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    log.warn('A page of the archive leads to no later one: what it shows is gone', { editionId: edition.id });
  }
}
