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
/** So many editions from before the window are looked at: drafts that waited and went out within it. */
const PAST_EDITIONS = 20;

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
 * do not count, but for what is approved and waits for its time: that has its articles. What only a segment got has used
 * nothing, and moves no window.
 *
 * What went to everybody is used for every digest. An edition of picked articles uses them, and moves no window: what its
 * editor did not pick is still to come.
 */
export async function editionWindow(
  { publicationId, digest, until }: { publicationId: string; digest?: Pick<Digest, 'id' | 'since'>; until: Date },
  editions: Pick<Editions, 'list'>,
): Promise<EditionWindow> {
  const used = new Set<string>();
  let from: Date | undefined;
  let isFirst = true;
  let longPast = 0;
  for await (const edition of committedEditions(publicationId, editions)) {
    // A draft may wait while later ones go out, and take in what comes meanwhile; but none waits for ever.
    if (from && edition.composedAt < from) longPast += 1;
    if (longPast > PAST_EDITIONS) break;
    const isSettled = edition.status !== 'draft';
    if (isSettled && !edition.isByHand) isFirst = false;
    // Whatever another digest held, it was for others; and what a segment got, nobody else has had.
    const isOurs = !digest || edition.digestId === undefined || edition.digestId === digest.id;
    if (!isOurs || edition.forSegment) continue;
    for (const { articleId } of edition.items) used.add(articleId);
    const movesWindow = isSettled && !edition.isByHand && (!digest || edition.digestId === digest.id);
    if (!movesWindow) continue;
    from ??= new Date(edition.window.until.getTime() - OVERLAP_MS);
    for (const articleId of edition.seen ?? []) used.add(articleId);
  }
  from ??= (isFirst ? undefined : digest?.since) ?? new Date(0);
  return { from, until, used, isFirst };
}

/** Which of these the next window will look at once more. */
export function seenAtItsEnd(candidates: Article[], until: Date): string[] {
  const begin = new Date(until.getTime() - OVERLAP_MS);
  const late = candidates.filter(({ ingestedAt }) => ingestedAt >= begin);
  return late.map(({ id }) => id).slice(0, MOST_SEEN);
}

/** What went out, or will by itself: newest first, page by page. */
async function* committedEditions(publicationId: string, editions: Pick<Editions, 'list'>): AsyncGenerator<Edition> {
  let before: number | undefined;
  for (;;) {
    const page = await editions.list(publicationId, { limit: PAGE, before });
    yield* page.filter(({ status, approval, sendAt }) => status !== 'draft' || (approval && sendAt));
    if (page.length === 0) return;
    before = page.at(-1)?.number;
  }
}
