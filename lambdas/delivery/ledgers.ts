import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { packedReasons, unpackedReasons } from './because.ts';
import { chunkId } from './chunk-ids.ts';
import { chunkKey, chunkSk, ttlFrom, walkKey } from './items.ts';
import { type Indexes, type Ledger, OUTCOME_SETS, type OutcomeSet } from './ledger.ts';

/** A stretch of a walk's chunks, by number. */
export interface ChunkRange {
  campaignId: string;
  walk: number;
  /** First number wanted. */
  from: number;
  limit: number;
  /** True reads what is certainly the newest, at twice the price. */
  isExact?: boolean;
}

/** Where ledgers are kept. A write costs one unit: an item stays under 1 kB. */
export interface Ledgers {
  /** Keeps the one that is there, if any. */
  open(ledger: Ledger): Promise<void>;
  /** Strongly consistent. */
  find(campaignId: string, chunk: string): Promise<Ledger | undefined>;
  /**
   * Puts `after` in place of `before`, if that is still what is there.
   *
   * @returns what is there now
   * @throws RundbriefError `conflict` when somebody else has written since
   */
  replace(before: Ledger, after: Ledger): Promise<Ledger>;
  /** In order of number, at most `limit`. */
  range(range: ChunkRange): Promise<Ledger[]>;
}

export function ledgersTable(dynamo: DynamoDBDocumentClient, TableName: string): Ledgers {
  async function find(campaignId: string, chunk: string): Promise<Ledger | undefined> {
    const Key = chunkKey('ledger', campaignId, chunk);
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && fromItem(campaignId, Item as LedgerItem);
  }
  return {
    find,
    async open(ledger) {
      const put = { TableName, Item: toItem(ledger), ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await dynamo.send(new PutCommand(put));
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    async replace(before, after) {
      const next = { ...after, revision: before.revision + 1 };
      try {
        await dynamo.send(
          new PutCommand({
            TableName,
            Item: toItem(next),
            ConditionExpression: 'epoch = :epoch AND revision = :revision',
            ExpressionAttributeValues: { ':epoch': before.epoch, ':revision': before.revision },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        // The SDK repeats a write whose answer was lost; the repetition then fails although the write is ours.
        const there = await find(before.campaignId, before.chunk);
        if (!there || !isSameWrite(there, next)) throw lost(before, error);
      }
      return next;
    },
    async range({ campaignId, walk, from, limit, isExact }) {
      const found: Ledger[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: {
              ':pk': walkKey(campaignId, walk),
              ':from': chunkSk('ledger', from),
              ':to': chunkSk('ledger', 999_999),
            },
            ConsistentRead: isExact,
            Limit: limit - found.length,
            ExclusiveStartKey,
          }),
        );
        found.push(...(page.Items ?? []).map((item) => fromItem(campaignId, item as LedgerItem)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey && found.length < limit);
      return found;
    },
  };
}

/** The same promises in memory, for tests. */
export function ledgersInMemory(): Ledgers {
  const held = new Map<string, Ledger>();
  const idOf = (campaignId: string, chunk: string) => `${campaignId} ${chunk}`;
  return {
    async open(ledger) {
      const id = idOf(ledger.campaignId, ledger.chunk);
      if (!held.has(id)) held.set(id, structuredClone(ledger));
    },
    async find(campaignId, chunk) {
      return structuredClone(held.get(idOf(campaignId, chunk)));
    },
    async replace(before, after) {
      const id = idOf(before.campaignId, before.chunk);
      const there = held.get(id);
      const next = structuredClone({ ...after, revision: before.revision + 1 });
      if (there?.epoch !== before.epoch || there.revision !== before.revision) {
        if (!there || !isSameWrite(there, next)) throw lost(before);
      }
      held.set(id, next);
      return structuredClone(next);
    },
    async range({ campaignId, walk, from, limit }) {
      return [...held.values()]
        .filter((ledger) => ledger.campaignId === campaignId && ledger.chunk >= chunkId({ walk, number: from }))
        .filter((ledger) => ledger.chunk.startsWith(chunkId({ walk, number: 0 }).slice(0, 3)))
        .sort((one, other) => (one.chunk < other.chunk ? -1 : 1))
        .slice(0, limit)
        .map((ledger) => structuredClone(ledger));
    },
  };
}

/** Every owner has a name of its own (`takeOver`), so holder, epoch and revision name one write. */
const isSameWrite = (there: Ledger, ours: Ledger) =>
  there.holder === ours.holder && there.epoch === ours.epoch && there.revision === ours.revision;

const lost = ({ chunk }: Ledger, cause?: unknown) =>
  new RundbriefError('conflict', `Somebody else works on chunk ${chunk} now`, { cause });

type LedgerItem = ReturnType<typeof toItem>;

function toItem(ledger: Ledger) {
  const { campaignId, chunk, leaseUntil, unknownSince, waitsUntil, queuedAt, touchedAt, again, because, ...rest } =
    ledger;
  const sets = Object.fromEntries(OUTCOME_SETS.map((name) => [name, orAbsent(ledger[name])]));
  return {
    ...rest,
    ...chunkKey('ledger', campaignId, chunk),
    chunk,
    ...(sets as Partial<Record<OutcomeSet, Set<number>>>),
    again: orAbsent(again),
    because: packedReasons(because),
    leaseUntil: leaseUntil.getTime(),
    unknownSince: unknownSince?.getTime(),
    waitsUntil: waitsUntil?.getTime(),
    queuedAt: queuedAt.getTime(),
    touchedAt: touchedAt.getTime(),
    ttl: ttlFrom(touchedAt),
  };
}

/** DynamoDB has no empty sets. */
const orAbsent = (indexes: Indexes): Set<number> | undefined => (indexes.size > 0 ? new Set(indexes) : undefined);

function fromItem(campaignId: string, item: LedgerItem): Ledger {
  const { pk, sk, ttl, ...rest } = item;
  const sets = Object.fromEntries(OUTCOME_SETS.map((name) => [name, new Set(item[name])]));
  return {
    ...rest,
    campaignId,
    ...(sets as Record<OutcomeSet, Set<number>>),
    again: new Set(item.again),
    because: unpackedReasons(item.because),
    leaseUntil: new Date(item.leaseUntil),
    unknownSince: item.unknownSince === undefined ? undefined : new Date(item.unknownSince),
    waitsUntil: item.waitsUntil === undefined ? undefined : new Date(item.waitsUntil),
    queuedAt: new Date(item.queuedAt),
    touchedAt: new Date(item.touchedAt),
  };
}
