/** Ready queue: an edition may go out. */
import { editionsTable, feedsOutbox, freezeEdition, readyMessage } from '../digest/index.ts';
import { RundbriefError } from '../domain/errors.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { askingClient, quotaOf } from '../platform/ses-quota.ts';
import { digestsTable, publicationsTable } from '../publications/index.ts';
import { campaignsTable } from './campaigns-table.ts';
import { lanesTable } from './lanes.ts';
import { quotasTable } from './quotas.ts';
import { refreshQuota } from './refresh-quota.ts';
import { startCampaign } from './start-campaign.ts';

const dynamo = documentClient();
const now = () => new Date();
const publicationsName = requireEnv('PUBLICATIONS_TABLE');
const freezing = {
  publications: publicationsTable(dynamo, publicationsName),
  editions: editionsTable(dynamo, requireEnv('EDITIONS_TABLE')),
  parts: objectsIn(requireEnv('EDITIONS_BUCKET')),
  site: objectsIn(requireEnv('SITE_BUCKET')),
  feeds: feedsOutbox(requireEnv('FEEDS_QUEUE_URL')),
  now,
};
const deliveries = requireEnv('DELIVERIES_TABLE');
const quotas = quotasTable(dynamo, deliveries);
const lanes = lanesTable(dynamo, deliveries);
const askQuota = quotaOf(askingClient());
const deps = {
  campaigns: campaignsTable(dynamo, deliveries),
  plans: outbox(requireEnv('PLANS_QUEUE_URL')),
  digests: digestsTable(dynamo, publicationsName),
  publications: freezing.publications,
  freeze: (editionId: string, contentHash: string, how: { forSegment: boolean }) =>
    freezeEdition(editionId, contentHash, freezing, how),
  now,
};

export const handler = consume(readyMessage, async (ready) => {
  try {
    // Sweeps ask only while something is being sent: the first senders would know nothing, or what was true long ago.
    await refreshQuota({ quotas, lanes, askQuota, now });
    await startCampaign(ready, deps);
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    // Asking again would be refused again: the edition has changed since, or is gone.
    const { editionId, contentHash, segment } = ready;
    log.error('An edition was not sent', { editionId, contentHash, segment: segment?.id, because: error.message });
  }
});
