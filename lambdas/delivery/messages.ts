import * as z from 'zod/mini';

const campaignId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/));

/** Plan one walk through the audience, from its beginning or after a chunk that is cut already. */
export const planMessage = z.strictObject({
  campaignId,
  /** The audience shard the walk begins with. */
  shard: z.int().check(z.gte(0), z.lte(63)),
  /** Number of the chunk cut last. */
  after: z.optional(z.int().check(z.gte(1))),
});
export type PlanMessage = z.infer<typeof planMessage>;

/** Send what is still to be sent of one chunk. Any number of these for one chunk is harmless. */
export const chunkMessage = z.strictObject({ campaignId, chunk: z.string().check(z.regex(/^\d{2}-\d{6}$/)) });
export type ChunkMessage = z.infer<typeof chunkMessage>;

/** Send an edition to the addresses of a test, which lie in the table. */
export const testMessage = z.strictObject({ editionId: campaignId, requestId: z.uuid() });
export type TestMessage = z.infer<typeof testMessage>;
