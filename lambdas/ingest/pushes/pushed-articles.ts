/** What a client may push and an editor may write: one article, or up to a hundred. Documented in docs/api.md. */
import * as z from 'zod';

/** `![](…)` a thousand times is no article; a book's chapter has 100,000 characters. */
const MAX_MARKDOWN = 100_000;
const MAX_BODY = 900_000;
const MOST_ARTICLES = 100;

/** What is wrong with a value of another kind, or that there is none. */
const saying = (otherwise: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : otherwise),
});
const line = (most: number) =>
  z.string(saying('must be text')).trim().min(1, 'must not be empty').max(most, `must be at most ${most} characters`);
const labels = z.array(line(200)).max(50, 'may have at most 50 entries');
const webAddress = z
  .string(saying('must be text'))
  .max(2000, 'must be at most 2000 characters')
  .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'must be an address that begins with https://');
const body = (most: number) =>
  z.string(saying('must be text')).max(most, `must be at most ${most.toLocaleString('en')} characters`);

/** `2026-03-20`, or with a time; without a zone it is wall-clock time of the publication. */
const moment = z
  .string(saying('must be text'))
  .regex(
    /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i,
    'must be a time such as 2026-03-20T18:00:00+01:00, or a day such as 2026-03-20',
  )
  .refine(
    (text) => !/^\d{4}-\d{2}-\d{2}/.test(text) || !Number.isNaN(Date.parse(text.slice(0, 10))),
    'is no day of any calendar',
  );

const event = z.strictObject({
  startsAt: moment,
  endsAt: moment.optional(),
  /** Only days are known; so it is, too, when startsAt is a day. */
  allDay: z.boolean(saying('must be true or false')).optional(),
  place: line(200).optional(),
  online: z.boolean(saying('must be true or false')).optional(),
});

const id = line(500);

const writtenArticle = z
  .strictObject({
    /** The client's own, by which it is known again. */
    id,
    title: line(2000),
    url: webAddress.optional(),
    html: body(MAX_BODY).optional(),
    markdown: body(MAX_MARKDOWN).optional(),
    text: body(MAX_BODY).optional(),
    teaser: body(5000).optional(),
    image: z.strictObject({ url: webAddress, alt: z.string(saying('must be text')).max(500).default('') }).optional(),
    authors: labels.optional(),
    categories: labels.optional(),
    /** Ids of the publication's topics. */
    topics: z.array(line(40)).max(50, 'may have at most 50 entries').optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(?:[-_][a-z\d]{1,8}){0,3}$/i, 'must be a language such as de or en-GB')
      .optional(),
    publishedAt: moment.optional(),
    updatedAt: moment.optional(),
    event: event.optional(),
  })
  .superRefine(({ html, markdown, text }, { addIssue }) => {
    const given = Object.entries({ html, markdown, text }).filter(([, value]) => value !== undefined);
    if (given.length < 2) return;
    const names = given.map(([name]) => name);
    addIssue({ code: 'custom', path: [names[1] ?? ''], message: `is one too many: say it in ${names.join(' or ')}` });
  });

const withdrawnArticle = z.strictObject({ id, withdrawn: z.literal(true, 'must be true, or left out') });

export type WrittenArticle = z.infer<typeof writtenArticle>;
export type PushedArticle = WrittenArticle | z.infer<typeof withdrawnArticle>;

/** By the word `withdrawn`, so that problems are named of the one form that was meant. */
export const pushedArticle = z.unknown().transform((value, { addIssue }): PushedArticle => {
  const isWithdrawal = typeof value === 'object' && value !== null && 'withdrawn' in value;
  const read = isWithdrawal
    ? withdrawnArticle.safeParse(value, { error: inWords })
    : writtenArticle.safeParse(value, { error: inWords });
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

export const pushedArticles = z.strictObject({
  articles: z
    .array(pushedArticle, saying('must be a list of articles'))
    .min(1, 'must hold at least one article')
    .max(MOST_ARTICLES, `may hold at most ${MOST_ARTICLES} articles; send more in several requests`),
});

/** One article alone, or a list of them. */
export const articlesToPush = z.unknown().transform((value, { addIssue }): PushedArticle[] => {
  const isList = typeof value === 'object' && value !== null && 'articles' in value;
  const read = isList ? pushedArticles.safeParse(value, { error: inWords }) : pushedArticle.safeParse(value);
  if (read.success) return 'articles' in read.data ? read.data.articles : [read.data];
  for (const { path, message } of read.error.issues) addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.expected === 'object') return 'must be an article: {"id", "title", …}';
  if (issue.code === 'unrecognized_keys') return `has fields we do not know: ${issue.keys.join(', ')}`;
  return undefined;
}
