import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import {
  claimKey,
  type EditionRecord,
  editionFrom,
  editionKey,
  editionRecord,
  editionSortKey,
  partitionOf,
  type RunRecord,
  runFrom,
  runKey,
  runRecord,
} from './edition-item.ts';
import { type Editions, editionId as idOf } from './editions.ts';

/** Longer than SQS keeps a message. */
const CLAIM_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const FROZEN = 'frozen';
const SENT = 'sent';

export function editionsTable(dynamo: DynamoDBDocumentClient, TableName: string): Editions {
  const get = async <Item>(Key: { pk: string; sk: string }) => {
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item as Item | undefined;
  };

  /** @returns false when the condition refused it */
  const written = async (command: PutCommand | UpdateCommand): Promise<boolean> => {
    try {
      await (command instanceof PutCommand ? dynamo.send(command) : dynamo.send(command));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  };

  async function lastNumber(publicationId: string): Promise<number> {
    const [latest] = await list(publicationId, { limit: 1 });
    return latest?.number ?? 0;
  }

  const list: Editions['list'] = async (publicationId, { limit, before }) => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':pk': partitionOf(publicationId),
          ':first': editionSortKey(1),
          ':last': editionSortKey(before === undefined ? 99_999_999 : before - 1),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return (Items as EditionRecord[]).map(editionFrom);
  };

  const find = async (editionId: string) => {
    const Key = editionKey(editionId);
    return Key && (await get<EditionRecord>(Key));
  };

  const claimed = async (publicationId: string, request: string) =>
    (await get<{ number: number }>(claimKey(publicationId, request)))?.number;

  return {
    async find(editionId) {
      const record = await find(editionId);
      return record && editionFrom(record);
    },
    list,
    async findComposed(publicationId, request) {
      const number = await claimed(publicationId, request);
      const record = number === undefined ? undefined : await find(idOf(publicationId, number));
      return record?.request === request ? editionFrom(record) : undefined;
    },
    async claimNumber(publicationId, request) {
      const held = await claimed(publicationId, request);
      if (held !== undefined) return held;
      const number = (await lastNumber(publicationId)) + 1;
      const ttl = Math.floor((Date.now() + CLAIM_KEPT_MS) / 1000);
      const isOurs = await written(
        new PutCommand({
          TableName,
          Item: { ...claimKey(publicationId, request), number, ttl },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return isOurs ? number : ((await claimed(publicationId, request)) ?? number);
    },
    async moveClaim(publicationId, request, taken) {
      const number = Math.max(await lastNumber(publicationId), taken) + 1;
      const isMoved = await written(
        new UpdateCommand({
          TableName,
          Key: claimKey(publicationId, request),
          UpdateExpression: 'SET #number = :number',
          // Another composer of the same request may have moved it already: theirs holds for both.
          ConditionExpression: '#number = :taken',
          ExpressionAttributeNames: { '#number': 'number' },
          ExpressionAttributeValues: { ':number': number, ':taken': taken },
        }),
      );
      return isMoved ? number : ((await claimed(publicationId, request)) ?? number);
    },
    async create(edition, request) {
      const Item = editionRecord(edition, request);
      const isNew = await written(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      if (isNew) return edition;
      const kept = await find(edition.id);
      return kept?.request === request ? editionFrom(kept) : undefined;
    },
    async freeze(editionId, contentHash, at) {
      const Key = editionKey(editionId);
      if (!Key) throw new RundbriefError('not-found', `There is no edition ${editionId}`);
      await written(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #status = :frozen, frozenAt = :at, sendsPk = :frozen, sendsSk = :sort',
          ConditionExpression: '#status = :draft AND contentHash = :hash',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':frozen': FROZEN,
            ':draft': 'draft',
            ':hash': contentHash,
            ':at': at.toISOString(),
            ':sort': `${at.toISOString()}#${editionId}`,
          },
        }),
      );
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
      await written(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #status = :sent, sendsPk = :sent, sendsSk = :sort',
          ConditionExpression: '#status = :frozen',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':sent': SENT, ':frozen': FROZEN, ':sort': `${at.toISOString()}#${editionId}` },
        }),
      );
    },
    async listFrozen({ limit }) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: 'sends',
          KeyConditionExpression: 'sendsPk = :frozen',
          ExpressionAttributeValues: { ':frozen': FROZEN },
          Limit: limit,
        }),
      );
      return Items.map(({ sendsSk }) => {
        const [frozenAt = '', editionId = ''] = String(sendsSk).split('#');
        return { editionId, frozenAt: new Date(frozenAt) };
      });
    },
    async findRun(publicationId, requestId) {
      const record = await get<RunRecord>(runKey(publicationId, requestId));
      return record && runFrom(record);
    },
    async listRuns(publicationId, { limit }) {
      // Few enough to sort here: an index for half a year of runs would cost more than it saves.
      const runs: RunRecord[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :run)',
            ExpressionAttributeValues: { ':pk': partitionOf(publicationId), ':run': 'RUN#' },
            ExclusiveStartKey,
          }),
        );
        runs.push(...(Items as RunRecord[]));
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return runs
        .sort((one, other) => (one.at < other.at ? 1 : -1))
        .slice(0, limit)
        .map(runFrom);
    },
    async recordRun(run) {
      await written(
        new PutCommand({
          TableName,
          Item: runRecord(run),
          ConditionExpression: 'attribute_not_exists(pk) OR outcome.kind <> :composed',
          ExpressionAttributeValues: { ':composed': 'composed' },
        }),
      );
    },
  };
}
