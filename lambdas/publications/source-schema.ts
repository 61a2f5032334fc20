/** How a source is to be read, as a publication file, the console and the API may say it. */
import * as z from 'zod';

const MOST = 200;

const word = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'must be at most 80 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'must be one line of text');
const words = z.array(word).max(MOST, `must be at most ${MOST} words`).default([]);
const either = z.strictObject({ words, categories: words });
const nothing = { words: [], categories: [] };

/** Ids of topics are checked by the caller, who knows the publication. */
export const sourceRules = z.strictObject({
  include: either.default(nothing),
  exclude: either.default(nothing),
  topics: z
    .array(z.strictObject({ topic: z.string().min(1).max(40), words, categories: words }))
    .max(50)
    .default([]),
  removePrefixes: z.array(word).max(20).default([]),
  defaultTopic: z.string().min(1).max(40).optional(),
});

const selector = z.string().trim().min(1, 'must not be empty').max(300, 'must be at most 300 characters');

/** Whether they are CSS is found out where a page is read: `readSource`. */
export const pageSelectors = z.strictObject({
  item: selector,
  title: selector.optional(),
  link: selector.optional(),
  teaser: selector.optional(),
  date: selector.optional(),
  image: selector.optional(),
});

/** The kinds that are asked by address; pushes and editors' articles have no address to ask. */
export const POLLED_KINDS = ['feed', 'wordpress', 'sitemap', 'page', 'calendar'] as const;
export const polledKind = z.enum(POLLED_KINDS, `must be one of ${POLLED_KINDS.join(', ')}`);
