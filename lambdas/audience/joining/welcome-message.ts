import * as z from 'zod';

/** Somebody has confirmed and may be greeted, if their publication greets at all. Ids only; any number of these is one mail. */
export const welcomeMessage = z.strictObject({
  subscriberId: z.string().regex(/^[\w-]{22}$/),
  publicationId: z.string().regex(/^[a-z0-9-]{1,40}$/),
});
export type WelcomeMessage = z.infer<typeof welcomeMessage>;
