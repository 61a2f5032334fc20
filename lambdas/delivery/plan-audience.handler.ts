/** Plans queue: a part of a campaign's audience is to be cut into chunks. */
import type { Context, SQSEvent } from 'aws-lambda';
import { recipientsTable } from '../audience/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consume, outbox } from '../platform/queue.ts';
import { campaignsTable } from './campaigns-table.ts';
import { evidenceTable } from './evidence.ts';
import { ledgersTable } from './ledgers.ts';
import { linesTable } from './lines.ts';
import { manifestsTable } from './manifests.ts';
import { type ChunkMessage, type PlanMessage, planMessage } from './messages.ts';
import { planAudience } from './plan-audience.ts';
import { recipientListsTable } from './recipient-lists.ts';

const dynamo = documentClient();
const deliveries = requireEnv('DELIVERIES_TABLE');
const deps = {
  campaigns: campaignsTable(dynamo, deliveries),
  manifests: manifestsTable(dynamo, deliveries),
  ledgers: ledgersTable(dynamo, deliveries),
  lines: linesTable(dynamo, deliveries),
  evidence: evidenceTable(dynamo, deliveries),
  lists: recipientListsTable(dynamo, deliveries),
  recipients: recipientsTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  plans: outbox<PlanMessage>(requireEnv('PLANS_QUEUE_URL')),
  chunks: outbox<ChunkMessage>(requireEnv('CHUNKS_QUEUE_URL')),
  now: () => new Date(),
};

export const handler = (event: SQSEvent, context: Context) =>
  consume(planMessage, (plan) =>
    planAudience(plan, { ...deps, remainingMs: () => context.getRemainingTimeInMillis() }),
  )(event);
