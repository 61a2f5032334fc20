import * as z from 'zod';

/** Which import, and the message that it has work for the worker: what to do, its state says. */
export const importMessage = z.strictObject({
  publicationId: z.string().regex(/^[a-z0-9-]{1,40}$/),
  importId: z.string().regex(/^[a-z0-9-]{1,40}$/),
});
export type ImportMessage = z.infer<typeof importMessage>;
export type WhichImport = ImportMessage;
