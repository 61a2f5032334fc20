import * as z from 'zod';

const MOST_ITEMS = 200;
const MOST_SECTIONS = 20;

/** One line, as it stands in a header or a heading. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `must be at most ${most} characters`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'must be one line of text');
const markdown = z.string().max(20_000, 'must be at most 20,000 characters');
/** Line breaks as a text field gives them are blanks. */
const paragraph = z
  .string()
  .transform((text) => text.replaceAll(/\s+/gu, ' ').trim().toWellFormed())
  .pipe(
    z
      .string()
      .max(500, 'must be at most 500 characters')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be plain text'),
  );
const key = z
  .string()
  .regex(/^[a-z0-9*](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must be a short name of letters, digits and hyphens');

const itemChoice = z.strictObject({
  articleId: z.string().min(1).max(100),
  /** Only its headline is shown. */
  isShort: z.boolean().optional(),
  /** It stands before all others, under no heading. */
  isPinned: z.boolean().optional(),
  section: key.optional(),
  /** Instead of its own; `null` gives that one back, and left out it stays as it is. */
  teaser: paragraph.nullable().optional(),
});

/**
 * What an editor wants of a draft. What is left out stays as it is; `items` are the whole list in its new order, so that
 * who is not in it is dropped, and any other article of the publication may join.
 */
export const editionChange = z
  .strictObject({
    subject: line(250).optional(),
    preheader: line(250).optional(),
    intro: markdown.optional(),
    outro: markdown.optional(),
    sections: z
      .array(z.strictObject({ id: key, title: line(120).min(1, 'must not be empty') }))
      .max(MOST_SECTIONS)
      .optional(),
    items: z.array(itemChoice).max(MOST_ITEMS).optional(),
  })
  .refine(({ items = [] }) => isDistinct(items.map(({ articleId }) => articleId)), 'an article may be there once only')
  .refine(({ sections = [] }) => isDistinct(sections.map(({ id }) => id)), 'a section may be there once only');
export type EditionChange = z.infer<typeof editionChange>;

const isDistinct = (values: string[]) => new Set(values).size === values.length;
