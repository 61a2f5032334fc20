import * as z from 'zod';

const id = z.string().regex(/^[\w-]{22}$/);
const who = { subscriberId: id, publicationId: z.string().regex(/^[a-z0-9-]{1,40}$/) };

/**
 * Somebody must be asked by mail whether it was them: for a `subscription`, for a new `address` (of the subscriber so far
 * known as `formerId`), or for the `data` held about them. Ids only.
 */
export const confirmationMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('subscription'), ...who }),
  z.strictObject({ kind: z.literal('address'), ...who, formerId: id }),
  z.strictObject({ kind: z.literal('data'), ...who }),
]);
export type ConfirmationMessage = z.infer<typeof confirmationMessage>;
