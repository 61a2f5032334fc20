import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { ttlAt } from '../records/subscription-item.ts';
import { expressionOf, namesIn } from '../records/update-expression.ts';
import { type ImportItem, importOf, itemOf } from './import-item.ts';
import { afterPage, type Decision, type PageResult, startOfRun } from './import-run.ts';
import type { Import, ImportPart } from './imports.ts';
import type { ImportProblem } from './problems.ts';
import type { WhichImport } from './which-import.ts';

/** What the worker found in the file. */
export type ReadFile = Required<
  Pick<Import, 'format' | 'encoding' | 'delimiter' | 'columns' | 'hasHeader' | 'proposed' | 'readyAt'>
> & { rows: number; pages: number };

/**
 * Where imports are kept.
 *
 *   pk  imports#<publicationId>      sk  <importId>
 *
 * Each change carries its own condition. One that no longer applies changes nothing and gives undefined.
 */
export interface ImportRecords {
  /** One that never brings anybody in is forgotten at `forgetAt`. */
  begin(begun: Import, forgetAt: Date): Promise<void>;
  /** Strongly consistent. */
  find(which: WhichImport): Promise<Import | undefined>;
  /** Newest first. */
  list(publicationId: string, limit: number): Promise<Import[]>;
  /** Only while it is uploading. */
  notePart(which: WhichImport, part: number, is: ImportPart): Promise<Import | undefined>;
  /** From uploading to reading. */
  endUpload(which: WhichImport): Promise<Import | undefined>;
  /** From reading to ready. */
  ready(which: WhichImport, read: ReadFile): Promise<Import | undefined>;
  /**
   * From ready to running, everything counted from zero. One that brings people in is kept for good: it tells where they
   * came from.
   */
  decide(which: WhichImport, decision: Decision): Promise<Import | undefined>;
  /** Counts a page, once: only the next one of this run. The last one ends the run, and so does a cancellation since. */
  commit(which: WhichImport & { run: number }, result: PageResult): Promise<Import | undefined>;
  /** At once while nobody works on it; a running one ends with the page that is under way. Not one that has ended. */
  cancel(which: WhichImport, at: Date): Promise<Import | undefined>;
  /** Only while it is uploading, reading or running. */
  fail(which: WhichImport, problem: ImportProblem, at: Date): Promise<Import | undefined>;
}

const ATTEMPTS = 3;

export function importRecordsTable(dynamo: DynamoDBDocumentClient, TableName: string): ImportRecords {
  const find = async (which: WhichImport): Promise<Import | undefined> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keyOf(which), ConsistentRead: true }));
    return Item && importOf(Item as ImportItem);
  };
  const update = async (
    which: WhichImport,
    UpdateExpression: string,
    condition: string,
    values: Record<string, unknown>,
    names: Record<string, string> = {},
  ): Promise<Import | undefined> => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(which),
          UpdateExpression,
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...namesIn(`${UpdateExpression} ${condition}`), ...names },
          ExpressionAttributeValues: values,
          ReturnValues: 'ALL_NEW',
        }),
      );
      return importOf(Attributes as ImportItem);
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  };
  /** Sets attributes while it is in one of these states. */
  const move = (
    which: WhichImport,
    states: Import['state'][],
    attributes: Partial<Record<keyof ImportItem, unknown>>,
    more: { condition: string; values: Record<string, unknown> } = { condition: '', values: {} },
  ) => {
    const { update: expression, given } = expressionOf(attributes);
    const among = Object.fromEntries(states.map((state, index) => [`:state_${index}`, state]));
    const condition = `#state IN (${Object.keys(among).join(', ')})${more.condition}`;
    return update(which, expression, condition, { ...given, ...among, ...more.values });
  };
  /** Changes what was read a moment ago, unless its run went on since. */
  const changeRun = async (
    which: WhichImport,
    changed: (current: Import) => Partial<Record<keyof ImportItem, unknown>> | undefined,
  ): Promise<Import | undefined> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const current = await find(which);
      const attributes = current && changed(current);
      if (!attributes) return undefined;
      const unchanged = {
        condition: ` AND run = :run AND pages.done = :done AND attribute_${current.cancelledAt ? '' : 'not_'}exists(cancelledAt)`,
        values: { ':run': current.run, ':done': current.pages.done },
      };
      const written = await move(which, [current.state], attributes, unchanged);
      if (written) return written;
    }
    return undefined;
  };

  return {
    find,
    async begin(begun, forgetAt) {
      const Item = { ...keyOf({ publicationId: begun.publicationId, importId: begun.id }), ...itemOf(begun) };
      await dynamo.send(new PutCommand({ TableName, Item: { ...Item, ttl: ttlAt(forgetAt) } }));
    },
    async list(publicationId, Limit) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keyOf({ publicationId, importId: '' }).pk },
          ScanIndexForward: false,
          Limit,
        }),
      );
      return (Items as ImportItem[]).map(importOf);
    },
    notePart(which, part, is) {
      const values = { ':uploading': 'uploading', ':part': is };
      return update(which, 'SET parts.#part = :part', '#state = :uploading', values, { '#part': String(part) });
    },
    endUpload(which) {
      return move(which, ['uploading'], { state: 'reading' });
    },
    ready(which, { rows, pages, readyAt, ...read }) {
      return move(which, ['reading'], {
        ...read,
        ...{ state: 'ready', readyAt: readyAt.toISOString() },
        ...{ rows: { total: rows, done: 0 }, pages: { total: pages, done: 0 } },
      });
    },
    decide(which, decision) {
      return changeRun(which, (current) => startOfRun(current, decision));
    },
    commit({ run, ...which }, result) {
      return changeRun(which, (current) => (current.run === run ? afterPage(current, result) : undefined));
    },
    async cancel(which, at) {
      const cancelledAt = at.toISOString();
      const idle = await move(which, ['uploading', 'reading', 'ready'], {
        ...{ state: 'cancelled', cancelledAt, endedAt: cancelledAt },
      });
      return idle ?? move(which, ['running'], { cancelledAt });
    },
    fail(which, problem, at) {
      return move(which, ['uploading', 'reading', 'running'], { state: 'failed', problem, endedAt: at.toISOString() });
    },
  };
}

const keyOf = ({ publicationId, importId }: WhichImport) => ({ pk: `imports#${publicationId}`, sk: importId });
