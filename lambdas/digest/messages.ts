import * as z from 'zod';

/** On the Ready queue: this edition may go out, with exactly this content. */
export const readyMessage = z.object({
  editionId: z.string().min(1),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ReadyMessage = z.infer<typeof readyMessage>;
