/** A publication's audience lies in this many partitions, so that planning and importing meet no limit of one. */
export const SHARDS = 64;

/** Which of the {@link SHARDS} holds a subscriber: told by the id itself, so nobody needs an index to find one. */
export function shardOf(subscriberId: string): number {
  return (Buffer.from(subscriberId, 'base64url')[0] ?? 0) % SHARDS;
}

/** The partition of one shard. */
export function shardKey(publicationId: string, shard: number): string {
  return `pub#${publicationId}#${String(shard).padStart(2, '0')}`;
}

/** Where the subscription of one person to one publication lies. */
export function subscriptionKey(publicationId: string, subscriberId: string): { pk: string; sk: string } {
  return { pk: shardKey(publicationId, shardOf(subscriberId)), sk: subscriberId };
}

/** Where all else that belongs to one person lies. */
export function personKey(subscriberId: string): string {
  return `person#${subscriberId}`;
}
