/**
 * A feed shows its newest items only. When none of them is known, more may have come and gone since the last poll: the
 * gap is said, and closed where the publisher offers older items (RFC 5005, a WordPress feed's further pages).
 */
import type { Source, SourceKind } from '../domain/publication.ts';
import type { Arrivals } from './articles/take-in-items.ts';
import type { ParsedDocument } from './items/parsed-document.ts';

/** So many older parts are read for one gap; more would be a back catalogue. */
const MAX_DEPTH = 5;
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** A calendar shows all that is to come, and what is pushed was never in a list. */
const LISTS: SourceKind[] = ['feed', 'wordpress', 'sitemap', 'page'];

/** True when nothing joins this document to what we have. A source that was empty before has missed nothing. */
export function isGap({ known, fresh }: Arrivals, { kind, fetchState }: Source): boolean {
  const { baselineAt, lastItemCount = 0 } = fetchState;
  return LISTS.includes(kind) && Boolean(baselineAt) && lastItemCount > 0 && known.length === 0 && fresh.length > 0;
}

/** Editors have a week to see it; what nobody can close is not said for ever. */
export function isGapForgotten({ fetchState }: Source, now: Date): boolean {
  return fetchState.gapAt !== undefined && now.getTime() - fetchState.gapAt.getTime() > KEPT_MS;
}

/** Where the part before this one is, as long as it is worth asking. @param depth - of this document; the source itself is 0 */
export function earlierPart({ earlierUrl }: Pick<ParsedDocument, 'earlierUrl'>, depth: number): string | undefined {
  return depth < MAX_DEPTH ? earlierUrl : undefined;
}

/**
 * Of an older part, what came after the newest article that we have. What comes behind that one was before our time.
 *
 * @returns `isClosed` when the part holds an article that we have
 */
export function missedIn({ fresh, known }: Arrivals): { missed: Arrivals['fresh']; isClosed: boolean } {
  const joint = Math.min(...known.map(({ position }) => position));
  return { missed: fresh.filter(({ position }) => position < joint), isClosed: known.length > 0 };
}

export const NO_GAP = { gap: undefined, gapAt: undefined };

export function gapWords(since: Date | undefined, count: number, isBeingClosed: boolean): string {
  const when = since ? ` since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  const missing = `None of the ${count} articles was known: others may have come and gone${when}`;
  return isBeingClosed
    ? `${missing}; older parts of the source are being read`
    : `${missing}, and the source offers no older parts`;
}
