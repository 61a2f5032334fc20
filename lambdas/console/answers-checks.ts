import * as z from 'zod';

const findingAnswer = z.object({
  /** What was found; the sentence may be worded anew, this stays. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  sentence: z.string(),
});

/** What is wrong with an edition as its `contentHash` names it. */
export const checkAnswer = z.object({
  edition: z.string(),
  contentHash: z.string(),
  at: z.string(),
  /** Null when nobody has asked: whoever renders looks for what blocks by itself. */
  requestId: z.string().nullable(),
  /** With these it cannot be approved or sent. */
  blocking: z.array(findingAnswer),
  warnings: z.array(findingAnswer),
  /** Links and pictures; null when none was looked at. */
  addresses: z.object({ checked: z.number(), unchecked: z.number() }).nullable(),
});
export type CheckAnswer = z.infer<typeof checkAnswer>;
