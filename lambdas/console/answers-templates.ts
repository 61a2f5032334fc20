/** What the JSON API says about templates; as all answers, what is not known is `null`. */
import * as z from 'zod';

export const templateAnswer = z.object({ template: z.string(), by: z.string(), takenAt: z.string() });

export const templateCheckAnswer = z.object({
  requestId: z.string(),
  outcome: z.object({
    /** `checked`: it could be taken, but was only to be looked at. */
    kind: z.enum(['taken', 'checked', 'refused']),
    faults: z.array(
      z.object({
        line: z.number().nullable(),
        column: z.number().nullable(),
        message: z.string(),
        /** False for advice. */
        isBlocking: z.boolean(),
      }),
    ),
  }),
});

export type TemplateAnswer = z.infer<typeof templateAnswer>;
export type TemplateCheckAnswer = z.infer<typeof templateCheckAnswer>;
