/** Every minute: campaigns that came to a stand go on, and those that are done are closed. */
import { editionsTable } from '../digest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { depthOf, outbox } from '../platform/queue.ts';
import { askingClient, quotaOf } from '../platform/ses-quota.ts';
import type { CampaignRecord } from './campaigns.ts';
import { campaignsTable } from './campaigns-table.ts';
import { isPipeProven } from './event-pipe.ts';
import { evidenceTable } from './evidence.ts';
import { lanesTable } from './lanes.ts';
import { ledgersTable } from './ledgers.ts';
import { linesTable } from './lines.ts';
import { manifestsTable } from './manifests.ts';
import type { ChunkMessage, PlanMessage } from './messages.ts';
import { quotasTable } from './quotas.ts';
import { reconcile } from './reconcile.ts';
import { parseWaits, parseWhenSilent } from './reconcile-policy.ts';
import { refreshQuota } from './refresh-quota.ts';

const dynamo = documentClient();
const deliveries = requireEnv('DELIVERIES_TABLE');
const editions = editionsTable(dynamo, requireEnv('EDITIONS_TABLE'));
const now = () => new Date();
const ledgers = ledgersTable(dynamo, deliveries);
const evidence = evidenceTable(dynamo, deliveries);
const quotas = quotasTable(dynamo, deliveries);
const lanes = lanesTable(dynamo, deliveries);
const askQuota = quotaOf(askingClient());
const lostEvents = depthOf(requireEnv('EVIDENCE_DEAD_LETTERS_URL'));
const deps = {
  campaigns: campaignsTable(dynamo, deliveries),
  ledgers,
  lines: linesTable(dynamo, deliveries),
  manifests: manifestsTable(dynamo, deliveries),
  evidence,
  chunks: outbox<ChunkMessage>(requireEnv('CHUNKS_QUEUE_URL')),
  plans: outbox<PlanMessage>(requireEnv('PLANS_QUEUE_URL')),
  markSent: ({ editionId }: CampaignRecord) => editions.markSent(editionId, now()),
  policy: {
    ...parseWaits(requireEnv('RECONCILE_AFTER_SECONDS')),
    whenSilent: parseWhenSilent(requireEnv('WHEN_SILENT')),
    eventsUnderWay: depthOf(requireEnv('EVIDENCE_QUEUE_URL')),
    isPipeProven: (campaign: CampaignRecord, until: Date) =>
      isPipeProven(campaign, until, { ledgers, evidence, lostEvents }),
  },
  quota: () => refreshQuota({ quotas, lanes, askQuota, now }),
  now,
};

export const handler = (): Promise<void> => reconcile(deps);
