/**
 * The REST API of a WordPress: its posts (`wp/v2/posts?_embed`), and the events of The Events Calendar
 * (`tribe/events/v1/events`).
 */
import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import { decodeText, MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { textOfHtml } from '../items/html-text.ts';
import { normaliseDocument } from '../items/normalise-document.ts';
import type { FoundItem, ParsedDocument, ReadingContext } from '../items/parsed-document.ts';
import { findEvent, tribeEvents } from './wordpress-events.ts';

const rendered = z.object({ rendered: z.string() }).transform((text) => text.rendered);
const text = z.string().optional().catch(undefined);
const media = z.object({
  source_url: text,
  alt_text: text,
  media_details: z
    .object({
      sizes: z.record(z.string(), z.object({ source_url: text, width: z.coerce.number().catch(0) })).catch({}),
    })
    .optional()
    .catch(undefined),
});
const list = <One extends z.ZodType>(one: One) =>
  z
    .array(one.optional().catch(undefined))
    .catch([])
    .transform((all) => all.filter((entry) => entry !== undefined));

const post = z.object({
  id: z.coerce.number().optional(),
  link: text,
  guid: rendered.optional().catch(undefined),
  title: rendered.or(z.string()).catch(''),
  excerpt: rendered.optional().catch(undefined),
  content: rendered.optional().catch(undefined),
  date: text,
  date_gmt: text,
  modified: text,
  modified_gmt: text,
  jetpack_featured_media_url: text,
  _embedded: z
    .object({
      author: list(z.object({ name: z.string() })),
      'wp:featuredmedia': list(media),
      'wp:term': list(list(z.object({ name: z.string(), taxonomy: text }))),
    })
    .partial()
    .optional()
    .catch(undefined),
});
type Post = z.infer<typeof post>;

const DEFAULT_PER_PAGE = 10;

/**
 * @throws RundbriefError `invalid`, in plain words for an editor, when this is no such answer; nothing else, whatever the bytes
 */
export function readWordPressPosts(bytes: Uint8Array, context: ReadingContext): ParsedDocument {
  try {
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new RundbriefError('invalid', 'The document is larger than 10 MB');
    const answer = parseAnswer(decodeText(bytes));
    const items = findItems(answer, context.url);
    const siteUrl = URL.parse(context.url)?.origin;
    return normaliseDocument({ title: '', siteUrl, items, earlierUrl: earlierUrl(items.length, context.url) }, context);
  } catch (error) {
    if (error instanceof RundbriefError) throw error;
    throw new RundbriefError('invalid', 'The answer of the WordPress site could not be read', { cause: error });
  }
}

function parseAnswer(json: string): unknown {
  try {
    // Plugins print warnings before the answer.
    const start = /^[^[{]{0,2000}/.exec(json)?.[0].length ?? 0;
    return JSON.parse(json.slice(start));
  } catch (cause) {
    throw new RundbriefError('invalid', 'The answer is not what the REST API of a WordPress gives: it is no JSON', {
      cause,
    });
  }
}

const refusal = z.object({ code: z.string(), message: z.string() });

function findItems(answer: unknown, base: string): FoundItem[] {
  const events = tribeEvents.safeParse(answer);
  if (events.success) return events.data.events.map((event) => findEvent(event, base));
  if (!Array.isArray(answer)) {
    const said = refusal.safeParse(answer);
    const words = said.success ? `: “${textOfHtml(said.data.message, { limit: 200 })}”` : '';
    throw new RundbriefError('invalid', `The WordPress site does not give us its posts${words}`);
  }
  const posts = answer.flatMap((entry) => {
    const parsed = post.safeParse(entry);
    return parsed.success && (parsed.data.link || parsed.data.title) ? [parsed.data] : [];
  });
  if (answer.length > 0 && posts.length === 0) {
    throw new RundbriefError('invalid', 'The answer is JSON, but not a list of WordPress posts');
  }
  return posts.map((one) => findPost(one, base));
}

function findPost(found: Post, base: string): FoundItem {
  const { link, guid, title, excerpt, content, _embedded: embedded } = found;
  return {
    guid: guid || undefined,
    links: [{ value: link, base }],
    title: { value: title, isHtml: true },
    summary: excerpt ? { value: excerpt, isHtml: true } : undefined,
    content: content ? { value: content, isHtml: true } : undefined,
    published: [inUtc(found.date_gmt), found.date],
    updated: [inUtc(found.modified_gmt), found.modified],
    authors: (embedded?.author ?? []).map(({ name }) => name),
    categories: (embedded?.['wp:term'] ?? []).flat().map(({ name }) => name),
    images: [
      ...(embedded?.['wp:featuredmedia'] ?? []).map(findPicture),
      { url: found.jetpack_featured_media_url || undefined },
    ],
    enclosures: [],
    base: link ?? base,
  };
}

const BEST_SIZES = ['large', 'medium_large', 'full', 'medium'];

/** Not the camera's own file: one as wide as a mail shows it. */
function findPicture({ source_url, alt_text, media_details }: z.infer<typeof media>): FoundItem['images'][number] {
  const sizes = media_details?.sizes ?? {};
  const best = BEST_SIZES.map((size) => sizes[size]?.source_url).find(Boolean);
  return { url: best ?? source_url, alt: alt_text };
}

/** WordPress leaves out the zone of its UTC times, and writes zeros for a draft. */
function inUtc(time: string | undefined): string | undefined {
  return time && !time.startsWith('0000') ? `${time.replace(/Z$/, '')}Z` : undefined;
}

/** The next page of the same question, unless this was the last. */
function earlierUrl(count: number, given: string): string | undefined {
  const url = URL.parse(given);
  if (!url) return undefined;
  const perPage = Number(url.searchParams.get('per_page')) || DEFAULT_PER_PAGE;
  if (count < perPage) return undefined;
  url.searchParams.set('page', String((Number(url.searchParams.get('page')) || 1) + 1));
  return url.href;
}
