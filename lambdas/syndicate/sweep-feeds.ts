import type { Articles, FeedsMessage } from '../ingest/index.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import type { Publications } from '../publications/index.ts';
import { readState } from './feed-state.ts';

export interface SweepDeps {
  publications: Pick<Publications, 'list'>;
  articles: Pick<Articles, 'changedAt'>;
  site: Pick<Objects, 'get'>;
  feeds: Outbox<FeedsMessage>;
}

/**
 * Finds rebuilds that were lost: a change was noted, and what the last rebuild left behind has not seen it. Asking twice
 * is harmless, since a rebuild that finds nothing new writes nothing.
 *
 * @returns the publications whose feeds are asked for again
 */
export async function sweepFeeds({ publications, articles, site, feeds }: SweepDeps): Promise<string[]> {
  const behind: string[] = [];
  for (const { id } of await publications.list()) {
    const changedAt = await articles.changedAt(id);
    const { seen } = await readState(id, site);
    if (changedAt && changedAt.toISOString() !== seen) behind.push(id);
  }
  for (const publicationId of behind) await feeds.send({ publicationId });
  if (behind.length > 0) log.info('Feeds are behind and asked for again', { publications: behind });
  return behind;
}
