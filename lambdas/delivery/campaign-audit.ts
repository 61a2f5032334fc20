import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditedAction } from '../domain/campaign.ts';
import { type DynamoDBDocumentClient, queryAll } from '../platform/dynamo.ts';
import { auditKey, campaignKey, ttlFrom } from './items.ts';

/** That a person asked for something. `by` is the subject of an editor's session, or `api`. */
export interface AuditEntry {
  editionId: string;
  action: AuditedAction;
  /** Which of the edition's sendings it was about, or began. */
  campaignId: string;
  by: string;
  at: Date;
}

/** Who did what about sending an edition: entries are added and never changed, and kept as long as its campaigns. */
export interface CampaignAudit {
  note(entry: AuditEntry): Promise<void>;
  /** Oldest first. */
  list(editionId: string): Promise<AuditEntry[]>;
}

type AuditItem = Omit<AuditEntry, 'at' | 'editionId'> & { at: string };

export function campaignAuditTable(dynamo: DynamoDBDocumentClient, TableName: string): CampaignAudit {
  return {
    async note({ at, editionId, ...entry }) {
      const Item = { ...auditKey(editionId, at), ...entry, at: at.toISOString(), ttl: ttlFrom(at) };
      await dynamo.send(new PutCommand({ TableName, Item }));
    },
    async list(editionId) {
      const items = queryAll<AuditItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': campaignKey(editionId).pk, ':prefix': 'audit#' },
        ConsistentRead: true,
      });
      return Array.fromAsync(items, ({ action, campaignId, by, at }) => ({
        ...{ editionId, action, campaignId, by, at: new Date(at) },
      }));
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
    async list(editionId) {
      const entries = held.filter((entry) => entry.editionId === editionId);
      return structuredClone(entries.sort((one, other) => one.at.getTime() - other.at.getTime()));
    },
  };
}
