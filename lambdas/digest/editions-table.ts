import { RundbriefError } from '../domain/errors.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { approvalsTable } from './approvals-table.ts';
import { checksTable } from './checks-table.ts';
import {
  type EditionRecord,
  editionFrom,
  editionKey,
  editionRecord,
  editionSortKey,
  partitionOf,
} from './edition-item.ts';
import type { Editions } from './editions.ts';
import { editsTable } from './edits-table.ts';
import { numberingTable } from './numbering-table.ts';
import { refuseTooLarge } from './record-size.ts';
import { runsTable } from './runs-table.ts';
import { tableAccess } from './table-access.ts';

/** Sort keys hold eight digits. */
const MOST_EDITIONS = 99_999_999;
const FROZEN = 'frozen';
const SENT = 'sent';

export function editionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Editions {
  const table = tableAccess(dynamo, TableName);
  const { get, update, query } = table;

  const list: Editions['list'] = async (publicationId, { limit, before = MOST_EDITIONS }) => {
    const records = await query<EditionRecord>(
      {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': partitionOf(publicationId),
          ':first': editionSortKey(0),
          ':last': editionSortKey(before - 1),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
      },
      limit,
    );
    return records.map(editionFrom);
  };

  return {
    ...numberingTable(table, list),
    ...runsTable(table),
    ...approvalsTable(table),
    ...editsTable(table),
    ...checksTable(table),
    list,
    async find(editionId) {
      const Key = editionKey(editionId);
      const record = Key && (await get<EditionRecord>(Key));
      return record && editionFrom(record);
    },
    async revise(edition, before) {
      const Key = editionKey(edition.id);
      if (!Key) return false;
      const record = editionRecord(edition, '');
      refuseTooLarge(record);
      const { subject, preheader, intro, items, contentHash, outro, sections, changed, shortened, archiveKey } = record;
      const sealed = { shortened, archiveKey };
      const kept = Object.entries({ outro, sections, changed, ...sealed }).filter(([, value]) => value !== undefined);
      const gone = Object.entries(sealed).flatMap(([name, value]) => (value === undefined ? [name] : []));
      const removed = ['approval', 'sendsItself', 'sendsPk', 'sendsSk', ...gone];
      return update({
        Key,
        UpdateExpression: `SET subject = :subject, preheader = :preheader, intro = :intro, #items = :items, contentHash = :hash${kept
          .map(([name]) => `, ${name} = :${name}`)
          .join('')} REMOVE ${removed.join(', ')}`,
        ConditionExpression: '#status = :draft AND contentHash = :before',
        ExpressionAttributeNames: { '#status': 'status', '#items': 'items' },
        ExpressionAttributeValues: {
          ':subject': subject,
          ':preheader': preheader,
          ':intro': intro,
          ':items': items,
          ':hash': contentHash,
          ':before': before,
          ':draft': 'draft',
          ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])),
        },
      });
    },
    async freeze(editionId, contentHash, at, { forSegment = false } = {}) {
      const Key = editionKey(editionId);
      if (!Key) throw new RundbriefError('not-found', `There is no edition ${editionId}`);
      await update({
        Key,
        UpdateExpression: `SET #status = :frozen, frozenAt = :at, sendsPk = :frozen, sendsSk = :sort${
          forSegment ? ', forSegment = :true' : ''
        }`,
        ConditionExpression: '#status = :draft AND contentHash = :hash',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':frozen': FROZEN,
          ':draft': 'draft',
          ':hash': contentHash,
          ':at': at.toISOString(),
          ':sort': `${at.toISOString()}#${editionId}`,
          ...(forSegment && { ':true': true }),
        },
      });
      const kept = await get<EditionRecord>(Key);
      if (!kept) throw new RundbriefError('not-found', `There is no edition ${editionId}`);
      if (kept.contentHash !== contentHash) {
        throw new RundbriefError('conflict', `The edition ${editionId} has changed since it was approved`);
      }
      return editionFrom(kept);
    },
    async markSent(editionId, at) {
      const Key = editionKey(editionId);
      if (!Key) return;
      await update({
        Key,
        UpdateExpression: 'SET #status = :sent, sendsPk = :sent, sendsSk = :sort',
        ConditionExpression: '#status = :frozen',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':sent': SENT, ':frozen': FROZEN, ':sort': `${at.toISOString()}#${editionId}` },
      });
    },
    async listFrozen({ limit }) {
      const keys = await query<{ sendsSk: string }>(
        {
          IndexName: 'sends',
          KeyConditionExpression: 'sendsPk = :frozen',
          ExpressionAttributeValues: { ':frozen': FROZEN },
        },
        limit,
      );
      return keys.map(({ sendsSk }) => {
        const [frozenAt = '', editionId = ''] = sendsSk.split('#');
        return { editionId, frozenAt: new Date(frozenAt) };
      });
    },
  };
}
