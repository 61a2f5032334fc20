import * as z from 'zod';

/** On the EditorNews queue: something became of a scheduled composition. Ids only: who is told stands in the publication. */
export const editorNewsMessage = z.strictObject({
  publicationId: z.string().min(1),
  requestId: z.string().min(1),
  digestId: z.string().min(1).optional(),
});
export type EditorNewsMessage = z.infer<typeof editorNewsMessage>;
