import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import { contentHash, type Objects } from '../platform/objects.ts';
import type { FeedState } from './feed-state.ts';

export interface Page {
  key: string;
  body: string;
  contentType: string;
}

/** Fresh for five minutes, and shown while a newer one is fetched for ten more. */
const CACHE_CONTROL = 'public, max-age=300, stale-while-revalidate=600';

/**
 * What CloudFront does not compress by itself lies there compressed as well, and the edge picks by what a reader accepts:
 * `feed.json`, `feed.json.br`, `feed.json.gz` (`lib/edge/page-request.js` knows the same names).
 */
const OURS_TO_COMPRESS = /\/(?:atom\.xml|feed\.json|events\.ics|[^/]+\.opml)$/;
const ENCODINGS = [
  {
    ending: '.br',
    contentEncoding: 'br',
    // Near the best, at a third of its time.
    compress: (text: string) => brotliCompressSync(text, { params: { [zlib.BROTLI_PARAM_QUALITY]: 9 } }),
  },
  { ending: '.gz', contentEncoding: 'gzip', compress: (text: string) => gzipSync(text, { level: 9 }) },
];

type Writing = Pick<Objects, 'put' | 'delete'>;
type Keys = FeedState['keys'];

/** Covers the headers too, so that a new content type reaches what is already there. */
export const hashOf = ({ body, contentType }: Page): string =>
  contentHash(`${contentType}\n${CACHE_CONTROL}\n${body}`).slice(0, 32);

/**
 * What there is to write and to take away, when these pages are to be there and what `keys` says is there.
 *
 * @param options.afresh - write all of it, whatever was written before
 * @param options.kept - stay as they are
 */
export function changesTo(
  keys: Keys,
  pages: Page[],
  { afresh = false, kept = [] }: { afresh?: boolean; kept?: string[] } = {},
): { changed: Page[]; gone: string[] } {
  const wanted = new Set([...pages.map(({ key }) => key), ...kept]);
  return {
    changed: pages.filter((page) => afresh || keys[page.key] !== hashOf(page)),
    gone: Object.keys(keys).filter((key) => !wanted.has(key)),
  };
}

/** For the time of writing: what is about to change is nobody knows what, and what is about to go is still there. */
export const keysMeanwhile = (keys: Keys, changed: Page[]): Keys => ({
  ...keys,
  ...Object.fromEntries(changed.map(({ key }) => [key, ''])),
});

export const keysOf = (pages: Page[]): Keys => Object.fromEntries(pages.map((page) => [page.key, hashOf(page)]));

export async function publish(page: Page, site: Writing): Promise<void> {
  const { key, body, contentType } = page;
  const options = { contentType, cacheControl: CACHE_CONTROL, metadata: { hash: hashOf(page) } };
  if (OURS_TO_COMPRESS.test(key)) {
    for (const { ending, contentEncoding, compress } of ENCODINGS) {
      await site.put(`${key}${ending}`, compress(body), { ...options, contentEncoding });
    }
  }
  await site.put(key, body, options);
}

/** The page that a compressed copy is of: `feeds/a/atom.xml` for `feeds/a/atom.xml.br`; undefined for any other key. */
export function codedKey(key: string): string | undefined {
  const plain = key.replace(/\.(?:br|gz)$/, '');
  return plain !== key && OURS_TO_COMPRESS.test(plain) ? plain : undefined;
}

/** Takes a page away, with its compressed copies. */
export async function unpublish(key: string, site: Writing): Promise<void> {
  for (const { ending } of OURS_TO_COMPRESS.test(key) ? ENCODINGS : []) await site.delete(`${key}${ending}`);
  await site.delete(key);
}

/**
 * The same for a page that several publications write: only the page itself says what is there.
 *
 * @returns true when it was written
 */
export async function publishIfChanged(site: Objects, page: Page): Promise<boolean> {
  const stored = await site.get(page.key);
  if (stored?.metadata.hash === hashOf(page) && contentHash(stored.body) === contentHash(page.body)) return false;
  await publish(page, site);
  return true;
}
