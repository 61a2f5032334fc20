/** Queue Feeds: one message, one publication whose articles have changed. */
import { articlesTable, feedsMessage } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume } from '../platform/queue.ts';
import { publicationsTable } from '../publications/index.ts';
import { type BuildDeps, buildFeeds } from './build-feeds.ts';

const dynamo = documentClient();
const deps: BuildDeps = {
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  site: objectsIn(requireEnv('SITE_BUCKET')),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};

export const handler = consume(feedsMessage, async (message) => {
  await buildFeeds(message, deps);
});
