import type { Edition } from '../domain/edition.ts';
import type { Editions } from './editions.ts';

/** Articles may be stored a little after the time their id tells: look back once more, and leave out what is used. */
const OVERLAP_MS = 60 * 60 * 1000;
const PAGE = 20;

export interface EditionWindow {
  from: Date;
  until: Date;
  /** Articles that a settled edition of the same kind already holds. */
  used: Set<string>;
  /** Nothing of this publication has gone out yet. */
  isFirst: boolean;
}

/**
 * The window by time of ingest: from where the last settled edition of the same digest ended, or, for an edition
 * without a digest, the last of the publication. Drafts do not count: only what is frozen has used its articles.
 */
export async function editionWindow(
  { publicationId, digestId, until }: { publicationId: string; digestId?: string; until: Date },
  editions: Pick<Editions, 'list'>,
): Promise<EditionWindow> {
  const used = new Set<string>();
  let from = new Date(0);
  let isFirst = true;
  for await (const edition of settledEditions(publicationId, editions)) {
    isFirst = false;
    if (digestId !== undefined && edition.digestId !== digestId) continue;
    if (used.size === 0) from = new Date(edition.window.until.getTime() - OVERLAP_MS);
    // Older ones cannot hold anything of this window.
    if (edition.window.until < from) break;
    for (const { articleId } of edition.items) used.add(articleId);
  }
  return { from, until, used, isFirst };
}

/** Newest first, page by page. */
async function* settledEditions(publicationId: string, editions: Pick<Editions, 'list'>): AsyncGenerator<Edition> {
  let before: number | undefined;
  for (;;) {
    const page = await editions.list(publicationId, { limit: PAGE, before });
    yield* page.filter(({ status }) => status !== 'draft');
    if (page.length === 0) return;
    before = page.at(-1)?.number;
  }
}
