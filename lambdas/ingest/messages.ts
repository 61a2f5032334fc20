import * as z from 'zod';

/** On the Documents queue: what a poll found. The document itself lies in the intake bucket. */
export const documentMessage = z.object({
  pollId: z.string().min(1),
  publicationId: z.string().min(1),
  sourceId: z.string().min(1),
  result: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('body'),
      /** In the intake bucket. */
      key: z.string().min(1),
      contentType: z.string().optional(),
      /** SHA-256 of the bytes, hex. */
      contentHash: z.string().min(1),
      /** Where redirects ended. */
      finalUrl: z.url(),
      etag: z.string().optional(),
      lastModified: z.string().optional(),
    }),
    z.object({
      kind: z.literal('unchanged'),
      /** New ones for the same bytes; absent when the old ones stand. */
      etag: z.string().optional(),
      lastModified: z.string().optional(),
    }),
    z.object({
      kind: z.literal('failed'),
      /** In plain words for an editor. */
      reason: z.string().min(1),
      permanent: z.literal('gone').optional(),
      retryAfterSeconds: z.number().positive().optional(),
    }),
  ]),
});
export type DocumentMessage = z.infer<typeof documentMessage>;
export type PollResult = DocumentMessage['result'];

/** On the Feeds queue: build this publication's feeds again. */
export const feedsMessage = z.object({ publicationId: z.string().min(1) });
export type FeedsMessage = z.infer<typeof feedsMessage>;
