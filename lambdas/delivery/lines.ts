import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { lineKey, ttlFrom } from './items.ts';

/**
 * How far the chunks of one walk have been queued.
 *
 * A campaign has a few messages in the queue and not all of its chunks: others get their turn, and whoever ends a chunk
 * brings the next ones (`queue-next.ts`). Chunks up to `queuedTo` have had a message; those behind it wait in the ledger.
 */
export interface Line {
  campaignId: string;
  walk: number;
  queuedTo: number;
  /** When that changed last. */
  queuedAt: Date;
  /** About so many chunks are done: as whoever moved the line last knew it. */
  doneTo: number;
  /** Chunks of the walk; absent while it is planned. */
  chunks?: number;
  /** When a sweep last looked after it. */
  tendedAt: Date;
}

/** Where lines are kept: beside the lanes, so that whoever looks for a lane sees who else waits. */
export interface Lines {
  /** Strongly consistent. */
  find(campaignId: string, walk: number): Promise<Line | undefined>;
  /** A new one. @returns undefined when there is one already, which stays as it is */
  open(campaignId: string, walk: number, queuedTo: number, now: Date): Promise<Line | undefined>;
  /** @returns false when somebody else has moved it since */
  move(line: Line, to: { queuedTo: number; doneTo: number }, now: Date): Promise<boolean>;
  /** Chunks from this one on shall come later. Leaves a line alone that does not reach so far. */
  stepBack(campaignId: string, walk: number, number: number): Promise<void>;
  /** The walk has ended. */
  end(campaignId: string, walk: number, chunks: number): Promise<void>;
  tend(campaignId: string, walk: number, now: Date): Promise<void>;
  remove(campaignId: string, walk: number): Promise<void>;
}

export interface LineItem {
  campaignId: string;
  walk: number;
  queuedTo: number;
  queuedAt: number;
  doneTo: number;
  chunks?: number;
  tendedAt: number;
}

export const lineOf = (item: LineItem): Line => ({
  campaignId: item.campaignId,
  walk: item.walk,
  queuedTo: item.queuedTo,
  queuedAt: new Date(item.queuedAt),
  doneTo: item.doneTo,
  chunks: item.chunks,
  tendedAt: new Date(item.tendedAt),
});

const newLine = (campaignId: string, walk: number, queuedTo: number, now: Date): LineItem => ({
  campaignId,
  walk,
  queuedTo,
  queuedAt: now.getTime(),
  doneTo: 0,
  tendedAt: now.getTime(),
});

export function linesTable(dynamo: DynamoDBDocumentClient, TableName: string): Lines {
  async function update(
    campaignId: string,
    walk: number,
    change: { set: string; when: string; values: Record<string, number> },
  ): Promise<boolean> {
    const command = new UpdateCommand({
      TableName,
      Key: lineKey(campaignId, walk),
      UpdateExpression: `SET ${change.set}`,
      ConditionExpression: change.when,
      ExpressionAttributeValues: change.values,
    });
    try {
      await dynamo.send(command);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
  async function find(campaignId: string, walk: number): Promise<Line | undefined> {
    const Key = lineKey(campaignId, walk);
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && lineOf(Item as LineItem);
  }
  return {
    find,
    async open(campaignId, walk, queuedTo, now) {
      const line = newLine(campaignId, walk, queuedTo, now);
      const Item = { ...lineKey(campaignId, walk), ...line, ttl: ttlFrom(now) };
      const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      try {
        await dynamo.send(put);
        return lineOf(line);
      } catch (error) {
        if (isConditionFailure(error)) return undefined;
        throw error;
      }
    },
    move: ({ campaignId, walk, queuedTo: before }, { queuedTo, doneTo }, now) =>
      update(campaignId, walk, {
        set: 'queuedTo = :to, queuedAt = :now, doneTo = :done',
        when: 'queuedTo = :before',
        values: { ':to': queuedTo, ':now': now.getTime(), ':done': doneTo, ':before': before },
      }),
    async stepBack(campaignId, walk, number) {
      const values = { ':to': number - 1, ':number': number };
      await update(campaignId, walk, { set: 'queuedTo = :to', when: 'queuedTo >= :number', values });
    },
    async end(campaignId, walk, chunks) {
      const values = { ':chunks': chunks };
      await update(campaignId, walk, { set: 'chunks = :chunks', when: 'attribute_exists(pk)', values });
    },
    async tend(campaignId, walk, now) {
      const values = { ':now': now.getTime() };
      await update(campaignId, walk, { set: 'tendedAt = :now', when: 'attribute_exists(pk)', values });
    },
    async remove(campaignId, walk) {
      await dynamo.send(new DeleteCommand({ TableName, Key: lineKey(campaignId, walk) }));
    },
  };
}

/** The same promises in memory, for tests. */
export function linesInMemory(): Lines & { all: () => Line[] } {
  const held = new Map<string, LineItem>();
  const idOf = (campaignId: string, walk: number) => `${campaignId} ${walk}`;
  const change = (campaignId: string, walk: number, changes: Partial<LineItem>, isFit = (_: LineItem) => true) => {
    const there = held.get(idOf(campaignId, walk));
    if (!there || !isFit(there)) return false;
    held.set(idOf(campaignId, walk), { ...there, ...changes });
    return true;
  };
  return {
    all: () => [...held.values()].map(lineOf),
    async find(campaignId, walk) {
      const item = held.get(idOf(campaignId, walk));
      return item && lineOf(item);
    },
    async open(campaignId, walk, queuedTo, now) {
      if (held.has(idOf(campaignId, walk))) return undefined;
      const line = newLine(campaignId, walk, queuedTo, now);
      held.set(idOf(campaignId, walk), line);
      return lineOf(line);
    },
    async move({ campaignId, walk, queuedTo: before }, to, now) {
      return change(campaignId, walk, { ...to, queuedAt: now.getTime() }, ({ queuedTo }) => queuedTo === before);
    },
    async stepBack(campaignId, walk, number) {
      change(campaignId, walk, { queuedTo: number - 1 }, ({ queuedTo }) => queuedTo >= number);
    },
    async end(campaignId, walk, chunks) {
      change(campaignId, walk, { chunks });
    },
    async tend(campaignId, walk, now) {
      change(campaignId, walk, { tendedAt: now.getTime() });
    },
    async remove(campaignId, walk) {
      held.delete(idOf(campaignId, walk));
    },
  };
}
