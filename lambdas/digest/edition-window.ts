import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest } from '../domain/publication.ts';
import type { Editions } from './editions.ts';

/**
 * Articles may be stored a little after the time their id tells: look back once more, and leave out what is used, or was
 * there and did not get in.
 */
const OVERLAP_MS = 60 * 60 * 1000;
/** So that an edition fits into its record, whatever an hour brought. */
const MOST_SEEN = 2_000;
const PAGE = 20;

export interface EditionWindow {
  from: Date;
  until: Date;
  /** Articles that its readers have had. */
  used: Set<string>;
  /** Nothing of this publication has gone out yet, but for what was picked by hand. */
  isFirst: boolean;
}

/**
 * The window by time of ingest: from where the last settled edition of the same digest ended, or, for an edition
 * without a digest, the last of the publication. The first of a digest that joins others begins when it was set up. Drafts
 * do not count: only what is frozen has used its articles.
 *
 * What went to everybody is used for every digest. An edition of picked articles uses them, and moves no window: what its
 * editor did not pick is still to come.
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
    if (!edition.isByHand) isFirst = false;
    const isOwn = !digest || edition.digestId === digest.id;
    // Whatever it held, it was for others.
    if (!isOwn && edition.digestId !== undefined) continue;
    if (!isOwn || edition.isByHand) {
      if (!edition.forSegment) useUp(edition, used);
      continue;
    }
    if (!isKnown) from = new Date(edition.window.until.getTime() - OVERLAP_MS);
    isKnown = true;
    // Older ones cannot hold anything of this window.
    if (edition.window.until < from) break;
    useUp(edition, used);
    for (const articleId of edition.seen ?? []) used.add(articleId);
  }
  if (!isKnown && !isFirst && digest?.since) from = digest.since;
  return { from, until, used, isFirst };
}

/** Which of these the next window will look at once more. */
export function seenAtItsEnd(candidates: Article[], until: Date): string[] {
  const begin = new Date(until.getTime() - OVERLAP_MS);
  const late = candidates.filter(({ ingestedAt }) => ingestedAt >= begin);
  return late.map(({ id }) => id).slice(0, MOST_SEEN);
}

function useUp({ items }: Edition, used: Set<string>): void {
  for (const { articleId } of items) used.add(articleId);
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
