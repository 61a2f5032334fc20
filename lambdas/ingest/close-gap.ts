/** An older part of a source came: what was missed between two polls is taken in, and the next part asked for if need be. */
import type { PollRecord } from '../publications/index.ts';
import { sortArrivals } from './articles/take-in-items.ts';
import { errand } from './errands.ts';
import { earlierPart, missedIn, NO_GAP } from './gap.ts';
import type { ParsedDocument } from './items/parsed-document.ts';
import type { DocumentMessage } from './messages.ts';
import { announce, askForPages, write } from './take-in-document.ts';
import type { Place, TakeInDocumentDeps } from './taking-in.ts';

export async function closeGap(
  document: ParsedDocument,
  { pollId, depth = 1 }: Pick<DocumentMessage, 'pollId' | 'depth'>,
  place: Place,
  deps: TakeInDocumentDeps,
): Promise<PollRecord> {
  const { source, now } = place;
  // The gap was closed, or an editor has started the source anew.
  if (!source.fetchState.gap || !source.fetchState.baselineAt) return {};
  const arrivals = await sortArrivals(document, source, deps.articles);
  const { missed, isClosed } = missedIn(arrivals);
  const taken = await write({ fresh: missed, known: [] }, document, place, deps);
  await announce([], taken, place, deps);
  await askForPages(taken, { ...place, pollId }, deps);
  const found = taken.added.length > 0 ? { lastNewAt: now } : {};
  const words = `${taken.added.length} more in an older part`;
  if (isClosed || document.items.length === 0)
    return { ...found, ...NO_GAP, lastResult: `${words}; nothing is missing` };
  const url = earlierPart(document, depth);
  if (!url) {
    return {
      ...found,
      lastResult: words,
      gap: 'Articles may be missing: the older parts of the source do not reach back to what we have',
    };
  }
  await deps.polls.send(errand({ purpose: 'earlier', depth: depth + 1, url }, { ...place, pollId }));
  return { ...found, lastResult: words };
}
