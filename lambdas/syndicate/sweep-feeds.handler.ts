/** Every quarter of an hour: feeds that a lost message left behind. */
import { articlesTable, feedsOutbox } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { publicationsTable } from '../publications/index.ts';
import { type SweepDeps, sweepFeeds } from './sweep-feeds.ts';

const dynamo = documentClient();
const deps: SweepDeps = {
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  site: objectsIn(requireEnv('SITE_BUCKET')),
  feeds: feedsOutbox(requireEnv('FEEDS_QUEUE_URL')),
};

export const handler = async (): Promise<void> => {
  await sweepFeeds(deps);
};
