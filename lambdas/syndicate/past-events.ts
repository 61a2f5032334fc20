import type { Articles } from '../ingest/index.ts';
import { eventOfKey } from './addresses.ts';
import type { FeedState } from './feed-state.ts';
import type { Shown } from './shown.ts';

/**
 * Calendar files of events that are long over. Mails and the archive lead to them for good, so they stay as they are; only
 * what turned out to be no event goes.
 *
 * @returns their keys
 */
export async function pastEvents(
  { publication, events, cancelled }: Pick<Shown, 'publication' | 'events' | 'cancelled'>,
  keys: FeedState['keys'],
  { articles }: { articles: Pick<Articles, 'find'> },
): Promise<string[]> {
  const current = new Set([...events, ...cancelled].map(({ id }) => id));
  const past: string[] = [];
  for (const key of Object.keys(keys)) {
    const articleId = eventOfKey(publication.id, key);
    if (articleId === undefined || current.has(articleId)) continue;
    const article = await articles.find(publication.id, articleId);
    if (article?.event) past.push(key);
  }
  return past;
}
