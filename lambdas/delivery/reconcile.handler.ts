/** Every minute: campaigns that came to a stand go on, and those that are done are closed. */
import { editionsTable } from '../digest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { outbox } from '../platform/queue.ts';
import type { CampaignRecord } from './campaigns.ts';
import { campaignsTable } from './campaigns-table.ts';
import { evidenceTable } from './evidence.ts';
import { ledgersTable } from './ledgers.ts';
import { manifestsTable } from './manifests.ts';
import type { ChunkMessage, PlanMessage } from './messages.ts';
import { reconcile } from './reconcile.ts';
import { parseWaitSeconds } from './resolve-unknown.ts';

const dynamo = documentClient();
const deliveries = requireEnv('DELIVERIES_TABLE');
const editions = editionsTable(dynamo, requireEnv('EDITIONS_TABLE'));
const now = () => new Date();
const deps = {
  campaigns: campaignsTable(dynamo, deliveries),
  ledgers: ledgersTable(dynamo, deliveries),
  manifests: manifestsTable(dynamo, deliveries),
  evidence: evidenceTable(dynamo, deliveries),
  chunks: outbox<ChunkMessage>(requireEnv('CHUNKS_QUEUE_URL')),
  plans: outbox<PlanMessage>(requireEnv('PLANS_QUEUE_URL')),
  markSent: ({ editionId }: CampaignRecord) => editions.markSent(editionId, now()),
  policy: {
    waitSeconds: parseWaitSeconds(requireEnv('RECONCILE_AFTER_SECONDS')),
    // Nobody is written to a second time on silence alone: an editor decides.
    afterwards: () => 'hold' as const,
  },
  now,
};

export const handler = (): Promise<void> => reconcile(deps);
