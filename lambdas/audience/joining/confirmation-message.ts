import * as z from 'zod';

/** Somebody signed up: send them the confirmation mail, if they may have one. Ids only. */
export const confirmationMessage = z.strictObject({
  subscriberId: z.string().regex(/^[\w-]{22}$/),
  publicationId: z.string().regex(/^[a-z0-9-]{1,40}$/),
});
export type ConfirmationMessage = z.infer<typeof confirmationMessage>;
