import * as z from 'zod';

/** On the Polls queue: fetch this source once. */
export const pollMessage = z.object({
  pollId: z.string().min(1),
  publicationId: z.string().min(1),
  sourceId: z.string().min(1),
  url: z.url(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  contentHash: z.string().optional(),
  /** False: an unchanged body ends in the fetcher without a word. */
  reportAlways: z.boolean(),
});
export type PollMessage = z.infer<typeof pollMessage>;

/** On the Compositions queue: compose one edition. */
export const compositionMessage = z.object({
  requestId: z.string().min(1),
  publicationId: z.string().min(1),
  digestId: z.string().optional(),
  /** When the schedule wanted it, UTC. */
  dueAt: z.iso.datetime().optional(),
  by: z.enum(['schedule', 'editor']),
  mode: z.enum(['send', 'draft']),
});
export type CompositionMessage = z.infer<typeof compositionMessage>;
