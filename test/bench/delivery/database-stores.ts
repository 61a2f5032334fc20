import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Recipients, recipientsTable } from '../../../lambdas/audience/index.ts';
import type { Campaigns } from '../../../lambdas/delivery/campaigns.ts';
import { campaignsTable } from '../../../lambdas/delivery/campaigns-table.ts';
import type { SendDeps } from '../../../lambdas/delivery/chunk-work.ts';
import { evidenceTable } from '../../../lambdas/delivery/evidence.ts';
import { type Lanes, lanesTable } from '../../../lambdas/delivery/lanes.ts';
import { ledgersTable } from '../../../lambdas/delivery/ledgers.ts';
import { linesTable } from '../../../lambdas/delivery/lines.ts';
import { manifestsTable } from '../../../lambdas/delivery/manifests.ts';
import { paceOver } from '../../../lambdas/delivery/pace.ts';
import type { PlanDeps } from '../../../lambdas/delivery/plan-audience.ts';
import { recipientListsTable } from '../../../lambdas/delivery/recipient-lists.ts';
import type { BenchDatabase } from './readers.ts';
import { SENDS_PER_SECOND } from './sender-tools.ts';

/** What planners and senders keep things in. */
export type BenchStores = Pick<SendDeps, 'manifests' | 'ledgers' | 'lines' | 'pace'> &
  Pick<PlanDeps, 'evidence' | 'lists'> & {
    campaigns: Campaigns;
    recipients: Pick<Recipients, 'page' | 'recheck'>;
  };

/** The deployed stores, by the deployed client. */
export function storesIn({ url, deliveries, audience }: BenchDatabase): BenchStores {
  const client = new DynamoDBClient({
    ...{ endpoint: url, region: 'eu-central-1' },
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    campaigns: campaignsTable(dynamo, deliveries),
    ledgers: ledgersTable(dynamo, deliveries),
    lines: linesTable(dynamo, deliveries),
    evidence: evidenceTable(dynamo, deliveries),
    lists: recipientListsTable(dynamo, deliveries),
    manifests: manifestsTable(dynamo, deliveries),
    recipients: recipientsTable(dynamo, audience),
    pace: paceOver(withMuchQuota(lanesTable(dynamo, deliveries)), SENDS_PER_SECOND),
  };
}

/** Nobody asks SES for its quota here, and without one the pace would be that of a sandbox. */
const withMuchQuota = (lanes: Lanes): Lanes => ({
  ...lanes,
  board: async () => ({
    ...(await lanes.board()),
    quota: { perSecond: 10 * SENDS_PER_SECOND, sentLastDay: 0, sentBefore: 0, readAt: new Date() },
  }),
});
