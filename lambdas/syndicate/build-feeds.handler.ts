/** Queue Feeds: one message, one publication whose articles have changed. */
import { RundbriefError } from '../domain/errors.ts';
import { articlesTable, feedsMessage } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { publicationsTable } from '../publications/index.ts';
import { type BuildDeps, buildFeeds } from './build-feeds.ts';
import { hubAt } from './hub-pings.ts';

const dynamo = documentClient();
const pingsQueueUrl = requireEnv('PINGS_QUEUE_URL');
const deps: BuildDeps = {
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  site: objectsIn(requireEnv('SITE_BUCKET')),
  siteUrl: requireEnv('SITE_URL'),
  hub: hubAt(requireEnv('WEB_SUB_HUB'), () => outbox(pingsQueueUrl)),
  now: () => new Date(),
};

export const handler = consume(feedsMessage, async (message) => {
  try {
    await buildFeeds(message, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    // Its publication is gone: asking again would stop the later messages of its group for nothing.
    log.warn('Feeds were not built', { ...message, because: error.message });
  }
});
