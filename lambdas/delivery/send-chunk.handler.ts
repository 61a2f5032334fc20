/** Chunks queue: a chunk of a campaign's recipients is to be written to. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, SQSEvent } from 'aws-lambda';
import { parseLinkKeys, personalLinks, recipientsTable } from '../audience/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectReader } from '../platform/object-reader.ts';
import { consume, outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { sendingClient, sendOnce } from '../platform/ses.ts';
import type { CampaignRecord } from './campaigns.ts';
import { campaignsTable } from './campaigns-table.ts';
import { ledgersTable } from './ledgers.ts';
import { lettersFrom } from './letters.ts';
import { linesTable } from './lines.ts';
import { manifestsTable } from './manifests.ts';
import { type ChunkMessage, chunkMessage } from './messages.ts';
import { paceTable, parseSendsPerSecond } from './pace.ts';
import { sendChunk } from './send-chunk.ts';

const dynamo = documentClient();
const deliveries = requireEnv('DELIVERIES_TABLE');
const linkKeys = secret(requireEnv('LINK_KEYS_ARN'));
const siteUrl = requireEnv('SITE_URL');
const lettersOf = lettersFrom(objectReader(requireEnv('EDITIONS_BUCKET')));
const deps = {
  campaigns: campaignsTable(dynamo, deliveries),
  ledgers: ledgersTable(dynamo, deliveries),
  lines: linesTable(dynamo, deliveries),
  manifests: manifestsTable(dynamo, deliveries),
  recipients: recipientsTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  letters: async (campaign: CampaignRecord) =>
    lettersOf(campaign, personalLinks(parseLinkKeys(await linkKeys()), siteUrl)),
  pace: paceTable(dynamo, deliveries, parseSendsPerSecond(requireEnv('SENDS_PER_SECOND')), requireEnv('WARM_UP_FROM')),
  send: sendOnce(sendingClient()),
  configurationSet: requireEnv('CONFIGURATION_SET'),
  pastListConfigurationSet: requireEnv('PAST_LIST_CONFIGURATION_SET'),
  trackedConfigurationSet: requireEnv('TRACKED_CONFIGURATION_SET'),
  trackedPastListConfigurationSet: requireEnv('TRACKED_PAST_LIST_CONFIGURATION_SET'),
  chunks: outbox<ChunkMessage>(requireEnv('CHUNKS_QUEUE_URL')),
  now: () => new Date(),
  sleep: (ms: number) => sleep(ms),
};

export const handler = (event: SQSEvent, context: Context) =>
  consume(chunkMessage, (chunk) =>
    sendChunk(chunk, { ...deps, remainingMs: () => context.getRemainingTimeInMillis() }),
  )(event);
