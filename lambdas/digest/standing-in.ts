import type { Edition } from '../domain/edition.ts';
import type { Editions } from './editions.ts';

const LOOKED_AT = 20;

/** An edition that stands in for one that is due, and how. */
export interface StandIn {
  edition: Edition;
  /** `made-since`: after it was due, so with all that came in. `on-its-way`: it has not used up its articles yet. */
  how: 'made-since' | 'on-its-way';
}

/**
 * Two editions of one digest hold the same as long as none of them is frozen. So what a schedule asks for is not made when it
 * waited in the queue until another time's edition was made, or while the one before is still to go out.
 *
 * @param dueAt - of the edition that is asked for; one of the same time is the same, and none that stands in
 */
export async function standingIn(
  { publicationId, digestId, dueAt }: { publicationId: string; digestId: string; dueAt: Date },
  editions: Pick<Editions, 'list'>,
): Promise<StandIn | undefined> {
  for (const edition of await editions.list(publicationId, { limit: LOOKED_AT })) {
    const isOther = edition.dueAt !== undefined && edition.dueAt.getTime() !== dueAt.getTime();
    if (!isOther || edition.digestId !== digestId) continue;
    if (edition.status === 'draft' && edition.sendsItself) return { edition, how: 'on-its-way' };
    if (edition.composedAt >= dueAt) return { edition, how: 'made-since' };
  }
  return undefined;
}
