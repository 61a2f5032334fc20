import * as z from 'zod';

const id = z.string().min(1);

/** Something became of a scheduled composition. */
const composed = z.strictObject({ publicationId: id, requestId: id, digestId: id.optional() });
/** An edition was approved as this hash names it, and its articles are corrected: if it is, it does not go out. */
const corrected = z.strictObject({ publicationId: id, editionId: id, approvedHash: id });

/** On the EditorNews queue. Ids only: who is told stands in the publication. */
export const editorNewsMessage = z.union([composed, corrected]);
export type EditorNewsMessage = z.infer<typeof editorNewsMessage>;
export type ComposedNews = z.infer<typeof composed>;
export type CorrectedNews = z.infer<typeof corrected>;
