import { contentHash, type Objects } from '../platform/objects.ts';

export interface Page {
  key: string;
  body: string;
  contentType: string;
}

/** Fresh for five minutes, and shown while a newer one is fetched for ten more. */
const CACHE_CONTROL = 'public, max-age=300, stale-while-revalidate=600';

/**
 * Puts what changed and nothing else: readers then keep getting 304, and an unchanged feed costs no write.
 *
 * @returns true when it was written
 */
export async function publishIfChanged(site: Objects, { key, body, contentType }: Page): Promise<boolean> {
  // The hash covers the headers too, so that a new content type reaches what is already there.
  const hash = contentHash(`${contentType}\n${CACHE_CONTROL}\n${body}`);
  const stored = await site.get(key);
  if (stored?.metadata.hash === hash && contentHash(stored.body) === contentHash(body)) return false;
  await site.put(key, body, { contentType, cacheControl: CACHE_CONTROL, metadata: { hash } });
  return true;
}
