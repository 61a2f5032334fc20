import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../domain/errors.ts';
import type { FetchState, Source } from '../domain/publication.ts';
import { type DynamoDBDocumentClient, isConditionFailure, queryAll } from '../platform/dynamo.ts';
import { dueKeys, queryDue } from './due.ts';
import { isPolled } from './new-source.ts';
import { fromItem, keyOf, type SourceItem, toItem, toStored } from './source-item.ts';
import { type ItemUpdate, updateExpression } from './update-expression.ts';

/** What a poll found out. A field given as `undefined` is forgotten; one not named stays. */
export type PollRecord = Partial<FetchState> & Partial<Pick<Source, 'status' | 'intervalMinutes' | 'nextRunAt'>>;

/** What editors decide about a source. */
export type SourceDecisions = Pick<
  Source,
  'kind' | 'url' | 'title' | 'topics' | 'rules' | 'fullText' | 'selectors' | 'keyVersion'
>;

/**
 * Where sources are kept, each with what we remember of its last polls and when it is due next.
 *
 *   pk  PUB#<publicationId>      sk  SOURCE#<sourceId>
 */
export interface Sources {
  /** By id. */
  list(publicationId: string): Promise<Source[]>;
  find(publicationId: string, sourceId: string): Promise<Source | undefined>;
  /** Keeps a new source. One with the same address or id is returned as it stands instead. */
  add(source: Source): Promise<Source>;
  /**
   * Changes what editors decide. What says how the document is read makes the validators void, so that it is read again;
   * the baseline stays.
   *
   * @throws RundbriefError `not-found` when it was removed meanwhile
   */
  revise(source: Source, wish: SourceDecisions): Promise<Source>;
  remove(publicationId: string, sourceId: string): Promise<void>;
  /** Active ones due up to and including `until`, longest waiting first; at most a thousand. */
  due(until: Date): Promise<Source[]>;
  /** Sets the next time, unless someone else has moved or stopped it since `source` was read; repeating is harmless. */
  advance(source: Source, nextRunAt: Date, askedAt?: Date): Promise<void>;
  /**
   * Notes what a poll brought. A `nextRunAt` counts only for a source that is active: a poll that was under way does
   * not start a source again that an editor has stopped. A source that was removed meanwhile stays removed.
   */
  recordPoll(publicationId: string, sourceId: string, poll: PollRecord): Promise<void>;
}

/** What makes a document be read again. */
export const VALIDATORS = ['etag', 'lastModified', 'contentHash'] as const satisfies (keyof FetchState)[];

/** An address is asked once, however it is read; what nobody asks is known by its id alone. */
export function isSameSource(one: Source, other: Source): boolean {
  return one.id === other.id || (isPolled(one.kind) && isPolled(other.kind) && one.url === other.url);
}

/** Nothing but what editors decide, absent values included. */
export function decisionsIn({
  kind,
  url,
  title,
  topics,
  rules,
  fullText,
  selectors,
  keyVersion,
}: SourceDecisions): SourceDecisions {
  return { kind, url, title, topics, rules, fullText, selectors, keyVersion };
}

/** True when the same document would give other articles; a new address always does. */
export function isReadOtherwise(before: SourceDecisions, after: SourceDecisions): boolean {
  const parts = ({ kind, url, rules, selectors }: SourceDecisions) => JSON.stringify([kind, url, rules, selectors]);
  return parts(before) !== parts(after);
}

export function sourcesTable(dynamo: DynamoDBDocumentClient, TableName: string): Sources {
  /** @returns the item afterwards, or undefined when the condition refused it */
  const update = async (publicationId: string, sourceId: string, change: ItemUpdate) => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(publicationId, sourceId),
          ...updateExpression(change),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes as SourceItem;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  };

  return {
    async list(publicationId) {
      const items = queryAll<SourceItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `PUB#${publicationId}`, ':prefix': 'SOURCE#' },
      });
      return Array.fromAsync(items, fromItem);
    },
    async find(publicationId, sourceId) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keyOf(publicationId, sourceId) }));
      return Item && fromItem(Item as SourceItem);
    },
    async add(source) {
      const known = (await this.list(source.publicationId)).find((held) => isSameSource(held, source));
      if (known) return known;
      const put = new PutCommand({ TableName, Item: toItem(source), ConditionExpression: 'attribute_not_exists(pk)' });
      try {
        await dynamo.send(put);
        return source;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return (await this.find(source.publicationId, source.id)) ?? source;
      }
    },
    async revise(source, wish) {
      const decided = decisionsIn(wish);
      const given = Object.entries(decided);
      const revised = await update(source.publicationId, source.id, {
        sets: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
        removes: [
          ...given.flatMap(([name, value]) => (value === undefined ? [name] : [])),
          ...(isReadOtherwise(source, decided) ? VALIDATORS.map((name) => `fetchState.${name}`) : []),
        ],
        condition: 'attribute_exists(pk)',
      });
      if (!revised) throw new RundbriefError('not-found', 'This source was removed meanwhile');
      return fromItem(revised);
    },
    async remove(publicationId, sourceId) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(publicationId, sourceId) }));
    },
    async due(until) {
      return (await queryDue<SourceItem>(dynamo, TableName, 'source', until)).map(fromItem);
    },
    async advance({ publicationId, id, nextRunAt: whenRead }, nextRunAt, askedAt) {
      await update(publicationId, id, {
        sets: {
          nextRunAt: nextRunAt.toISOString(),
          dueSk: dueKeys('source', publicationId, id, nextRunAt).dueSk,
          ...(askedAt ? { 'fetchState.lastAskedAt': askedAt.toISOString() } : {}),
        },
        condition: 'nextRunAt = :read',
        values: { ':read': whenRead?.toISOString() ?? 'never' },
      });
    },
    async recordPoll(publicationId, sourceId, { nextRunAt, ...poll }) {
      const { sets, removes } = changesOf(poll);
      if (nextRunAt && (poll.status ?? 'active') === 'active') {
        const due = { nextRunAt: nextRunAt.toISOString(), ...dueKeys('source', publicationId, sourceId, nextRunAt) };
        const rescheduled = await update(publicationId, sourceId, {
          sets: { ...sets, ...due },
          removes,
          ...(poll.status
            ? { condition: 'attribute_exists(pk)' }
            : { condition: '#status = :active', values: { ':active': 'active' } }),
        });
        if (rescheduled) return;
      }
      await update(publicationId, sourceId, { sets, removes, condition: 'attribute_exists(pk)' });
    },
  };
}

function changesOf({ status, intervalMinutes, ...state }: PollRecord): { sets: ItemUpdate['sets']; removes: string[] } {
  const sets: ItemUpdate['sets'] = {};
  const removes: string[] = [];
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined) removes.push(`fetchState.${name}`);
    else sets[`fetchState.${name}`] = toStored(value);
  }
  if (intervalMinutes) sets.intervalMinutes = intervalMinutes;
  if (status) sets.status = status;
  if (status && status !== 'active') removes.push('nextRunAt', 'duePk', 'dueSk');
  return { sets, removes };
}
