import { shardOf } from '../audience/index.ts';
import { type ChunkPlace, chunkId } from './chunk-ids.ts';
import type { Ledgers } from './ledgers.ts';
import type { Manifests } from './manifests.ts';
import type { RecipientOutcome } from './outcomes.ts';
import { described, type OutcomeDeps } from './recipient-outcomes.ts';
import { walkWith } from './walks.ts';

/** Where somebody stands in a campaign's manifests. */
export interface RecipientPlace extends ChunkPlace {
  index: number;
}

export interface FindDeps {
  manifests: Pick<Manifests, 'find' | 'last'>;
}

/**
 * Finds somebody in a campaign's manifests. These follow the order of the audience, by shard and id, so that a few of them
 * tell where to look: fourteen of ten thousand.
 *
 * @returns undefined for who is not in its audience
 */
export async function findPlace(
  campaignId: string,
  subscriberId: string,
  deps: FindDeps,
): Promise<RecipientPlace | undefined> {
  const walk = walkOf(subscriberId);
  const number = await firstChunkNotBefore(campaignId, subscriberId, deps);
  const manifest = await deps.manifests.find(campaignId, chunkId({ walk, number }));
  const index = manifest?.subscriberIds.indexOf(subscriberId) ?? -1;
  return index < 0 ? undefined : { walk, number, index };
}

/** Number of the first chunk of somebody's walk that does not end before them; behind the last one when all do. */
export async function firstChunkNotBefore(campaignId: string, subscriberId: string, { manifests }: FindDeps) {
  const walk = walkOf(subscriberId);
  let low = 1;
  let high = ((await manifests.last(campaignId, walk))?.number ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const manifest = await manifests.find(campaignId, chunkId({ walk, number: middle }));
    // One that is gone tells nothing; a walk's last one may be empty.
    const last = manifest?.subscriberIds.at(-1);
    if (manifest && last === undefined) high = middle;
    else if (!last || isBefore(last, subscriberId)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The walk through the audience in which somebody is found. */
const walkOf = (subscriberId: string): number => walkWith(shardOf(subscriberId));

/** The order in which a walk finds people. */
export function isBefore(one: string, other: string): boolean {
  const [shard, otherShard] = [shardOf(one), shardOf(other)];
  return shard === otherShard ? one < other : shard < otherShard;
}

/** What became of one person in a campaign; undefined for who is not in its audience. */
export async function findRecipient(
  campaignId: string,
  subscriberId: string,
  deps: FindDeps & OutcomeDeps & { ledgers: Pick<Ledgers, 'find'> },
): Promise<RecipientOutcome | undefined> {
  const place = await findPlace(campaignId, subscriberId, deps);
  const ledger = place && (await deps.ledgers.find(campaignId, chunkId(place)));
  if (!ledger) return undefined;
  const [found] = await described([{ ledger, indexes: [place.index] }], deps);
  // The manifest was altered since: who stands there now is not who was written to.
  return found?.subscriberId === subscriberId ? found : undefined;
}
