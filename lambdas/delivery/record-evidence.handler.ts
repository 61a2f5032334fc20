/** Evidence queue: what SES reports of the mails of a campaign. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { campaignsTable } from './campaigns-table.ts';
import { evidenceTable } from './evidence.ts';
import { rememberingCampaigns } from './known-campaigns.ts';
import { messageIdsTable } from './message-ids.ts';
import { recordEvidence } from './record-evidence.ts';

const dynamo = documentClient();
const deliveries = requireEnv('DELIVERIES_TABLE');
const deps = {
  campaigns: rememberingCampaigns(campaignsTable(dynamo, deliveries)),
  evidence: evidenceTable(dynamo, deliveries),
  messageIds: messageIdsTable(dynamo, deliveries),
  now: () => new Date(),
};

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const failed = await recordEvidence(messages, deps);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
