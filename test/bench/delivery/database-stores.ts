import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Recipients, recipientsTable } from '../../../lambdas/audience/index.ts';
import type { Campaigns } from '../../../lambdas/delivery/campaigns.ts';
import { campaignsTable } from '../../../lambdas/delivery/campaigns-table.ts';
import type { SendDeps } from '../../../lambdas/delivery/chunk-work.ts';
import { ledgersTable } from '../../../lambdas/delivery/ledgers.ts';
import { manifestsTable } from '../../../lambdas/delivery/manifests.ts';
import { paceTable } from '../../../lambdas/delivery/pace.ts';
import type { BenchDatabase } from './readers.ts';
import { SENDS_PER_SECOND } from './sender-tools.ts';

/** What planners and senders keep things in. */
export type BenchStores = Pick<SendDeps, 'manifests' | 'ledgers' | 'pace'> & {
  campaigns: Campaigns;
  recipients: Pick<Recipients, 'page' | 'recheck'>;
};

/** The deployed stores, by the deployed client. */
export function storesIn({ url, deliveries, audience }: BenchDatabase): BenchStores {
  const client = new DynamoDBClient({ endpoint: url });
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    campaigns: campaignsTable(dynamo, deliveries),
    ledgers: ledgersTable(dynamo, deliveries),
    manifests: manifestsTable(dynamo, deliveries),
    recipients: recipientsTable(dynamo, audience),
    pace: paceTable(dynamo, deliveries, SENDS_PER_SECOND),
  };
}
