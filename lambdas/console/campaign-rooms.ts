import { crowdTable, leavingsTable } from '../audience/index.ts';
import {
  type CampaignRecord,
  campaignAuditTable,
  campaignReport,
  campaignsOf,
  campaignsTable,
  controlCampaign,
  evidenceTable,
  findRecipient,
  ledgersTable,
  listRecipients,
  manifestsTable,
  messageIdsTable,
  outcomePart,
  outcomeParts,
  type PlanMessage,
  type ReportWish,
  recipientListsTable,
  startFollowUp,
  withAddresses,
} from '../delivery/index.ts';
import { loadPreview } from '../digest/index.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { objectsIn } from '../platform/objects.ts';
import { outbox } from '../platform/queue.ts';
import { publicationsTable } from '../publications/index.ts';
import type { CampaignDeps } from './campaign-deps.ts';

interface CampaignSettings {
  publicationsTable: string;
  deliveriesTable: string;
  audienceTable: string;
  editionsBucket: string;
  plansQueueUrl: string;
}

/** Sendings and their recipients as both doors need them. */
export function campaignRoomsOf(
  dynamo: DynamoDBDocumentClient,
  { deliveriesTable, audienceTable, editionsBucket, plansQueueUrl, ...settings }: CampaignSettings,
): CampaignDeps {
  const parts = objectsIn(editionsBucket);
  const deps = {
    campaigns: campaignsTable(dynamo, deliveriesTable),
    audit: campaignAuditTable(dynamo, deliveriesTable),
    evidence: evidenceTable(dynamo, deliveriesTable),
    ledgers: ledgersTable(dynamo, deliveriesTable),
    manifests: manifestsTable(dynamo, deliveriesTable),
    messageIds: messageIdsTable(dynamo, deliveriesTable),
    lists: recipientListsTable(dynamo, deliveriesTable),
    crowd: crowdTable(dynamo, audienceTable),
    leavings: leavingsTable(dynamo, audienceTable),
    publications: publicationsTable(dynamo, settings.publicationsTable),
    plans: outbox<PlanMessage>(plansQueueUrl),
    html: async ({ editionId: id, contentHash }: CampaignRecord) =>
      (await loadPreview(parts, { id, contentHash })).html,
    now: () => new Date(),
  };
  const report = (editionId: string, wish?: ReportWish) => campaignReport(editionId, deps, wish);
  return {
    report,
    findReport: async (editionId, wish) =>
      (await deps.campaigns.find(editionId)) ? await report(editionId, wish) : undefined,
    listCampaigns: (editionId) => campaignsOf(editionId, deps),
    controlCampaign: (wish) => controlCampaign(wish, deps),
    startFollowUp: (wish) => startFollowUp(wish, deps),
    noteSend: ({ editionId, by }) =>
      deps.audit.note({ editionId, campaignId: editionId, action: 'send', by, at: deps.now() }),
    listAudit: (editionId) => deps.audit.list(editionId),
    listRecipients: (wish) => listRecipients(wish, deps),
    findRecipient: async ({ publicationId, campaignId, subscriberId }) => {
      const found = await findRecipient(campaignId, subscriberId, deps);
      return found && (await withAddresses(publicationId, [found], deps))[0];
    },
    knownHere: async (publicationId, subscriberIds) => [
      ...(await deps.crowd.subscriptions(publicationId, subscriberIds)).keys(),
    ],
    outcomeParts: (campaignId) => outcomeParts(campaignId, deps),
    outcomePart: (wish) => outcomePart(wish, deps),
  };
}
