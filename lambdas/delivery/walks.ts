import { SHARDS } from '../audience/index.ts';
import type { WalkPosition } from './manifests.ts';

/**
 * Where walks through the audience begin; each goes on to where the next one begins.
 *
 * One walk for all shards, because a chunk costs the same whether it is full or not: cutting every shard for itself would
 * leave an audience of 1,000 in 64 chunks of 16 and cost three times the writes. One walk cuts a hundred recipients in a few
 * hundredths of a second, far faster than any SES account sends.
 */
export const WALKS: readonly number[] = [0];

/** The walk that comes by a shard. */
export const walkWith = (shard: number): number => WALKS.findLast((walk) => walk <= shard) ?? 0;

/** The beginning of the shard behind this one; undefined behind a walk's last shard. */
export function nextShard(shard: number): WalkPosition | undefined {
  const next = shard + 1;
  return next >= SHARDS || WALKS.includes(next) ? undefined : { shard: next };
}
