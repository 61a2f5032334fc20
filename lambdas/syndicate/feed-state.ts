/**
 * What the last rebuild of a publication left behind: what it had seen, what it wrote, what it could not write.
 *
 * It lies beside the feeds. Without it everything is written again, and nothing is lost but that.
 */
import * as z from 'zod';
import { log } from '../platform/log.ts';
import { contentHash, type Objects } from '../platform/objects.ts';

const feedState = z.object({
  /** The noted change that the rebuild had read when it began (ISO 8601); the sweep compares it. */
  seen: z.string().optional(),
  /** Which objects are the publication's, and what was last written to each; empty while it is being written. */
  keys: z.record(z.string(), z.string()).default({}),
  /** Whose feeds there are, by the name they have in addresses. An author keeps the name for good. */
  authors: z.record(z.string(), z.string()).default({}),
  /** The newest articles that were taken back, as far as the feeds know. */
  withdrawn: z.array(z.string()).default([]),
  /** The last part of the history that is closed: its name, and its last article. */
  closed: z.object({ name: z.string(), after: z.string().optional(), last: z.string() }).optional(),
  /** The list of editions, as the newest of them told it; and whether search engines are kept from editions. */
  archive: z.object({ hash: z.string(), isUnlisted: z.boolean() }).optional(),
  /** Articles that the feeds go without, for editors. */
  leftOut: z.array(z.object({ articleId: z.string(), reason: z.string() })).default([]),
});
export type FeedState = z.infer<typeof feedState>;

const NOTHING: FeedState = feedState.parse({});
const JSON_TYPE = { contentType: 'application/json; charset=utf-8', cacheControl: 'no-store' };

export const stateKey = (publicationId: string) => `feeds/${publicationId}/state.json`;

export async function readState(publicationId: string, site: Pick<Objects, 'get'>): Promise<FeedState> {
  const stored = await site.get(stateKey(publicationId));
  if (!stored) return NOTHING;
  try {
    return feedState.parse(JSON.parse(Buffer.from(stored.body).toString('utf8')));
  } catch {
    log.warn('What the last rebuild left behind cannot be read; everything is written again', { publicationId });
    return NOTHING;
  }
}

/** @returns true when it was written: what is there already is not */
export async function writeState(
  publicationId: string,
  { before, after }: { before: FeedState; after: FeedState },
  site: Pick<Objects, 'put'>,
): Promise<boolean> {
  const [old, body] = [before, after].map((state) => `${JSON.stringify(feedState.parse(state))}\n`);
  if (body === undefined || old === body) return false;
  await site.put(stateKey(publicationId), body, { ...JSON_TYPE, metadata: { hash: contentHash(body) } });
  return true;
}

/** Articles that are in no feed although they should be, and why. */
export async function leftOutOf(publicationId: string, site: Pick<Objects, 'get'>): Promise<FeedState['leftOut']> {
  return (await readState(publicationId, site)).leftOut;
}
