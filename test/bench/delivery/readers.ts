/** Any number of readers of the bench, told by their number alone: nobody has to hold them. */
import type { Recipient, Recipients } from '../../../lambdas/audience/index.ts';
import { SHARDS } from '../../../lambdas/audience/records/shards.ts';

export interface BenchDatabase {
  url: string;
  deliveries: string;
  audience: string;
}

export const PUBLICATION_ID = 'ruhr';
export const READERS_SINCE = new Date('2026-10-01T08:00:00Z');

const ID_BYTES = 16;
const NUMBER_AT = ID_BYTES - 4;

/** Their ids lie in all shards alike, or in the first few: as some do of a larger audience, whom a planner meets together. */
export function readerAt(number: number, shards = SHARDS): { subscriberId: string; address: string } {
  const id = Buffer.alloc(ID_BYTES);
  id[0] = number % shards;
  id.writeUInt32BE(number, NUMBER_AT);
  return { subscriberId: id.toString('base64url'), address: `reader-${number}@reader.example` };
}

const numberOf = (subscriberId: string): number => Buffer.from(subscriberId, 'base64url').readUInt32BE(NUMBER_AT);

/** All of them want every edition. The promises of the table, as far as planners and senders ask. */
export function readersInMemory(count: number): Pick<Recipients, 'page' | 'recheck'> {
  return {
    async page(_publicationId, shard, { after, limit }) {
      const subscriberIds: string[] = [];
      let number = after ? numberOf(after) + SHARDS : shard;
      for (; number < count && subscriberIds.length < limit; number += SHARDS) {
        subscriberIds.push(readerAt(number).subscriberId);
      }
      return { subscriberIds, next: number < count ? subscriberIds.at(-1) : undefined };
    },
    async recheck(_publicationId, subscriberIds) {
      const present = subscriberIds.map((id) => {
        const recipient: Recipient = { address: readerAt(numberOf(id)).address, topics: [], language: 'de' };
        return [id, recipient] as const;
      });
      return { present: new Map(present), absent: new Map() };
    },
  };
}
