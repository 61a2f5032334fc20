/** What the JSON API says of editions that somebody looks at before they go out. */
import * as z from 'zod';
import { NO_MAIL_REASONS } from '../domain/edition-audience.ts';

/** Letters stand in the order of the addresses that were asked for; the addresses are not repeated. */
export const testAnswer = z.object({
  edition: z.string(),
  requestId: z.string(),
  askedAt: z.string(),
  letters: z.array(
    z.object({
      outcome: z.enum(['pending', 'accepted', 'refused', 'unknown']),
      /** Why it was refused, or is uncertain. */
      reason: z.string().nullable(),
    }),
  ),
});
export type TestAnswer = z.infer<typeof testAnswer>;

/** An edition as everybody, or one reader, gets it; `because` says why a reader gets nothing. */
export const previewAnswer = z.object({
  edition: z.string(),
  subscriber: z.string().nullable(),
  because: z.object({ code: z.enum(NO_MAIL_REASONS), sentence: z.string() }).nullable(),
  /** How many of the edition's articles are in it. */
  articles: z.number(),
  html: z.string().nullable(),
  text: z.string().nullable(),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;
