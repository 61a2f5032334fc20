import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll } from '../platform/dynamo.ts';
import { auditKey, campaignKey, ttlFrom } from './items.ts';

/** What people may ask of a campaign. */
export const CAMPAIGN_ACTIONS = ['pause', 'resume', 'cancel'] as const;
export type CampaignAction = (typeof CAMPAIGN_ACTIONS)[number];

/** That a person asked for something. `by` is the subject of an editor's session, or `api`. */
export interface AuditEntry {
  campaignId: string;
  action: CampaignAction;
  by: string;
  at: Date;
}

/** Who did what to a campaign: entries are added and never changed, and kept as long as the campaign. */
export interface CampaignAudit {
  note(entry: AuditEntry): Promise<void>;
  /** Oldest first. */
  list(campaignId: string): Promise<AuditEntry[]>;
}

type AuditItem = { campaignId: string; action: CampaignAction; by: string; at: string };

export function campaignAuditTable(dynamo: DynamoDBDocumentClient, TableName: string): CampaignAudit {
  return {
    async note({ at, ...entry }) {
      const Item = { ...auditKey(entry.campaignId, at), ...entry, at: at.toISOString(), ttl: ttlFrom(at) };
      await dynamo.send(new PutCommand({ TableName, Item }));
    },
    async list(campaignId) {
      const items = queryAll<AuditItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': campaignKey(campaignId).pk, ':prefix': 'audit#' },
        ConsistentRead: true,
      });
      return Array.fromAsync(items, ({ action, by, at }) => ({ campaignId, action, by, at: new Date(at) }));
    },
  };
}

/** The same promises in memory, for tests. */
export function campaignAuditInMemory(): CampaignAudit {
  const held: AuditEntry[] = [];
  return {
    async note(entry) {
      held.push(structuredClone(entry));
    },
    async list(campaignId) {
      const entries = held.filter((entry) => entry.campaignId === campaignId);
      return structuredClone(entries.sort((one, other) => one.at.getTime() - other.at.getTime()));
    },
  };
}
