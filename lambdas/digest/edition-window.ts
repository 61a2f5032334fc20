import type { Edition } from '../domain/edition.ts';
import type { Digest } from '../domain/publication.ts';
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
 * without a digest, the last of the publication. The first of a
 * digest that joins others begins when it was set up. Drafts do not
 * count: only what is frozen has used its articles.
 */
export async function editionWindow(
  { publicationId, digest, until }: { publicationId: string; digest?: Pick<Digest, 'id' | 'since'>; until: Date },
  editions: Pick<Editions, 'list'>,
): Promise<EditionWindow> {
  const used = new Set<string>();
  let from = new Date(0);
  let isKnown = false;
  let isFirst = true;
  for await (const edition of settledEditions(publicationId, editions)) {
    isFirst = false;
    if (digest && edition.digestId !== digest.id) continue;
    if (!isKnown) from = new Date(edition.window.until.getTime() - OVERLAP_MS);
    isKnown = true;
    // Older ones cannot hold anything of this window.
    if (edition.window.until < from) break;
    for (const { articleId } of edition.items) used.add(articleId);
  }
  if (!isKnown && !isFirst && digest?.since) from = digest.since;
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
