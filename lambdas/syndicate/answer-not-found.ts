import type { WebAnswer } from '../platform/http.ts';
import type { Objects } from '../platform/objects.ts';
import { errorPage } from '../platform/pages.tsx';
import { codedKey } from './publish.ts';

/** Short: what is missing now may be there in a moment. */
const BRIEFLY = 'public, max-age=10';

/**
 * The page for an address without an object, which says where the feeds are.
 *
 * A feed that was written before it had compressed copies is answered as it is, until it is built again.
 *
 * @param key - the address without its leading slash, as CloudFront asked the bucket for it
 */
export async function answerNotFound(key: string, { site }: { site: Pick<Objects, 'get'> }): Promise<WebAnswer> {
  const coded = codedKey(key);
  const feed = coded ? await site.get(coded) : undefined;
  if (feed) return { headers: headersOf(feed.contentType), body: textOf(feed.body) };
  const page = await site.get('404.html');
  if (page) return { status: 404, headers: headersOf(page.contentType), body: textOf(page.body) };
  const plain = errorPage('en', 404, 'There is nothing at this address. All feeds are listed at /feeds/.');
  return { ...plain, headers: { ...plain.headers, 'cache-control': BRIEFLY } };
}

const headersOf = (contentType = 'text/html; charset=utf-8') => ({
  'content-type': contentType,
  'cache-control': BRIEFLY,
});

const textOf = (body: Uint8Array) => Buffer.from(body).toString('utf8');
