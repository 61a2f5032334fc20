/** Queue Feeds: one message, one publication whose articles have changed. */
import { editionsTable } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { articlesTable, feedsMessage, feedsOutbox } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { publicationsTable, sourcesTable } from '../publications/index.ts';
import { type BuildDeps, buildFeeds } from './build-feeds.ts';
import { hubAt } from './hub-pings.ts';

const dynamo = documentClient();
const pingsQueueUrl = requireEnv('PINGS_QUEUE_URL');
const publicationsName = requireEnv('PUBLICATIONS_TABLE');
const feeds = feedsOutbox(requireEnv('FEEDS_QUEUE_URL'));
const deps: BuildDeps = {
  publications: publicationsTable(dynamo, publicationsName),
  sources: sourcesTable(dynamo, publicationsName),
  editions: editionsTable(dynamo, requireEnv('EDITIONS_TABLE')),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  site: objectsIn(requireEnv('SITE_BUCKET')),
  siteUrl: requireEnv('SITE_URL'),
  hub: hubAt(requireEnv('WEB_SUB_HUB'), () => outbox(pingsQueueUrl)),
};

export const handler = consume(feedsMessage, async (message) => {
  try {
    const { isBehind } = await buildFeeds(message, deps);
    if (isBehind) await feeds.send({ publicationId: message.publicationId });
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    // Its publication is gone: asking again would stop the later messages of its group for nothing.
    log.warn('Feeds were not built', { ...message, because: error.message });
  }
});
