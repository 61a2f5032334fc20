import type { Context } from 'hono';
import * as z from 'zod';
import type { ReaderOfEdition } from '../delivery/index.ts';
import type { Preview } from '../digest/index.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { PreviewAnswer } from './answers-review.ts';
import type { ApiDeps } from './api-deps.ts';
import { isSubscriberId } from './keys.ts';
import { whyNoMailInWords } from './why-no-mail-words.ts';

export const previewWish = z.object({
  format: z.enum(['html', 'text', 'json']).default('html'),
  /** As this reader would get it. */
  subscriber: z.string().max(100).optional(),
});

/** What there is to see, or a sentence for the editor. */
type Seen = Preview | Extract<ReaderOfEdition, { because: unknown }>;

/** An edition as everybody, or one reader, gets it; where that reader gets nothing, a sentence that says why. */
export async function previewOf(
  context: Context,
  edition: Edition,
  { format, subscriber }: z.infer<typeof previewWish>,
  deps: Pick<ApiDeps, 'readerOf' | 'preview'>,
): Promise<Response> {
  const found = subscriber === undefined ? { topics: [] } : await readerNamed(subscriber, edition, deps);
  const seen: Seen = 'because' in found ? found : await deps.preview(edition, found);
  if (format === 'json') return context.json(answered(edition, subscriber, seen));
  if ('because' in seen) return context.text(`${whyNoMailInWords(seen)}\n`);
  if (format === 'text') return context.text(seen.text);
  // Opened in a browser it may show itself and nothing more.
  context.header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox",
  );
  return context.html(seen.html);
}

/** @throws RundbriefError `not-found` */
export async function readerNamed(
  subscriberId: string,
  edition: Edition,
  { readerOf }: Pick<ApiDeps, 'readerOf'>,
): Promise<ReaderOfEdition> {
  if (!isSubscriberId(subscriberId)) throw new RundbriefError('not-found', 'There is no such subscription');
  return readerOf(edition, subscriberId);
}

function answered({ id }: Edition, subscriber: string | undefined, seen: Seen): PreviewAnswer {
  const about = { edition: id, subscriber: subscriber ?? null };
  if ('because' in seen) {
    const because = { code: seen.because, sentence: whyNoMailInWords(seen) };
    return { ...about, because, articles: 0, html: null, text: null };
  }
  const { html, text, articles } = seen;
  return { ...about, because: null, articles, html, text };
}
