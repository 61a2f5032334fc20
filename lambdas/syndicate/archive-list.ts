/**
 * The list of editions, and whether search engines may show them. The list is read whole only when it has changed, which
 * the newest editions tell: each of them is already there for the feeds.
 */
import type { Editions } from '../digest/index.ts';
import { archivePath, type Edition } from '../domain/edition.ts';
import { contentHash, type Objects } from '../platform/objects.ts';
import { hiddenFromSearch, openToSearch } from '../platform/pages.tsx';
import { archiveListPage } from './archive-list-page.tsx';
import type { FeedState } from './feed-state.ts';
import type { Page } from './publish.ts';
import { isPublic, type Shown } from './shown.ts';

/** Ten years of weekly editions: older ones are found by going on from one to the next. */
const MOST_LISTED = 520;
const TOLD_AT_ONCE = 20;
const PAGE = { contentType: 'text/html; charset=utf-8', cacheControl: 'public, max-age=300' };

export interface ArchiveListDeps {
  editions: Pick<Editions, 'list'>;
  site: Pick<Objects, 'get' | 'put'>;
  siteUrl: string;
}

interface ArchiveList {
  /** To be written; absent when it is as it should be. */
  pages: Page[];
  /** Stays as it is. */
  kept: string[];
  /** For the next rebuild to compare. */
  archive: NonNullable<FeedState['archive']>;
}

export async function archiveList(
  { publication, editions: newest }: Pick<Shown, 'publication' | 'editions'>,
  { before, afresh = false }: { before: FeedState; afresh?: boolean },
  deps: ArchiveListDeps,
): Promise<ArchiveList> {
  const { siteUrl } = deps;
  const key = `archive/${publication.id}/index.html`;
  const isUnlisted = publication.archive === 'unlisted';
  const archive = { hash: contentHash(archiveListPage({ publication, editions: newest, siteUrl })), isUnlisted };
  if (!afresh && key in before.keys && before.archive?.hash === archive.hash)
    return { pages: [], kept: [key], archive };
  if ((before.archive?.isUnlisted ?? false) !== isUnlisted) await tellSearchEngines(publication.id, isUnlisted, deps);
  const some = isUnlisted ? [] : await deps.editions.list(publication.id, { limit: MOST_LISTED + 1 });
  const listed = some.filter((edition) => isPublic(edition, publication));
  const editions = listed.slice(0, MOST_LISTED);
  const body = archiveListPage({ publication, editions, goesOn: some.length > MOST_LISTED, siteUrl });
  return { pages: [{ key, body, contentType: PAGE.contentType }], kept: [], archive };
}

/**
 * Editions that came out in public stay where mails lead to, also when the archive is to be public no longer; but they are
 * kept out of search engines then, and let in again.
 */
async function tellSearchEngines(
  publicationId: string,
  isUnlisted: boolean,
  { editions, site }: ArchiveListDeps,
): Promise<void> {
  let before: number | undefined;
  for (;;) {
    const some = await editions.list(publicationId, { limit: TOLD_AT_ONCE, before });
    if (some.length === 0) return;
    before = some.at(-1)?.number;
    const settled = some.filter(({ status, archiveKey }) => status !== 'draft' && archiveKey === undefined);
    await Promise.all(settled.map((edition) => tellOf(edition, isUnlisted, site)));
  }
}

async function tellOf(edition: Edition, isUnlisted: boolean, site: ArchiveListDeps['site']): Promise<void> {
  const key = archivePath(edition);
  const stored = await site.get(key);
  if (!stored) return;
  const page = Buffer.from(stored.body).toString('utf8');
  const told = isUnlisted ? hiddenFromSearch(page) : openToSearch(page);
  if (told !== page) await site.put(key, told, PAGE);
}
