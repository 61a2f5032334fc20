/** DynamoDB for the gateway: dynalite, plus the bill and the item behind a failed condition, which dynalite leaves out. */
import { readUnits, refusedWriteUnits, type TableShape, type Units, writeUnits } from './capacity.ts';
import type { Dynalite, DynamoAnswer, Item, Json } from './dynalite.ts';

export interface BilledAnswer extends DynamoAnswer {
  units: Units;
}

interface Images {
  answer: DynamoAnswer;
  before: Item | undefined;
  after: Item | undefined;
}

interface Written {
  table: TableShape;
  key: Item;
  /** What a put or an update without an answer would leave; nothing for a delete. */
  item: Item | undefined;
}

const CONDITION_FAILED = 'ConditionalCheckFailedException';

export interface DynamoDb {
  answer(operation: string, input: Json): Promise<BilledAnswer>;
}

export function dynamoDb(dynalite: Dynalite, shapes: TableShape[]): DynamoDb {
  const tables = new Map(shapes.map((shape) => [shape.name, shape]));

  async function read(table: TableShape, key: Item): Promise<Item | undefined> {
    const { status, body } = await dynalite.answer('GetItem', {
      TableName: table.name,
      Key: key,
      ConsistentRead: true,
    });
    return status === 200 ? (body.Item as Item | undefined) : undefined;
  }

  /** Items that a request writes, as far as its tables and keys make sense. */
  function writtenIn(writes: Array<{ table: string; key: Item | undefined; item: Item | undefined }>): Written[] {
    return writes.flatMap(({ table: name, key, item }) => {
      const table = tables.get(name);
      if (!table || !key || !table.keys.every((attribute) => attribute in key)) return [];
      return [{ table, key: pick(key, table.keys), item }];
    });
  }

  async function answerBatch(input: Json): Promise<BilledAnswer> {
    const writes = writtenIn(batchWrites(input));
    const before = await Promise.all(writes.map(({ table, key }) => read(table, key)));
    const answer = await dynalite.answer('BatchWriteItem', input);
    const write = writes.reduce((sum, { table, item }, i) => sum + writeUnits(table, before[i], item), 0);
    return { ...answer, units: { read: 0, write: answer.status === 200 ? write : 0 } };
  }

  async function answerWrite(operation: string, input: Json): Promise<BilledAnswer> {
    const { ReturnValuesOnConditionCheckFailure: onFailure, ...request } = input;
    const key = (input.Key ?? input.Item) as Item | undefined;
    const [written] = writtenIn([{ table: String(input.TableName), key, item: input.Item as Item | undefined }]);
    if (!written) return { ...(await dynalite.answer(operation, request)), units: { read: 0, write: 0 } };
    const images =
      operation === 'UpdateItem' ? await updated(request, written) : await replaced(operation, request, written);
    if (!String(images.answer.body.__type).endsWith(CONDITION_FAILED)) {
      const write = images.answer.status === 200 ? writeUnits(written.table, images.before, images.after) : 0;
      return { ...images.answer, units: { read: 0, write } };
    }
    const existing = await read(written.table, written.key);
    if (onFailure === 'ALL_OLD' && existing) images.answer.body.Item = existing;
    return { ...images.answer, units: { read: 0, write: refusedWriteUnits(existing) } };
  }

  /** A put or a delete can tell what was there before; that is asked for and kept from whoever did not ask. */
  async function replaced(operation: string, request: Json, { item: after }: Written): Promise<Images> {
    const isAsked = !isNothing(request.ReturnValues);
    const answer = await dynalite.answer(operation, isAsked ? request : { ...request, ReturnValues: 'ALL_OLD' });
    const before = answer.body.Attributes as Item | undefined;
    if (!isAsked) delete answer.body.Attributes;
    return { answer, before, after };
  }

  /** The same for an update, which can tell only one of the two; the other is read. */
  async function updated(request: Json, { table, key }: Written): Promise<Images> {
    const before = await read(table, key);
    const isFree = isNothing(request.ReturnValues);
    const answer = await dynalite.answer('UpdateItem', isFree ? { ...request, ReturnValues: 'ALL_NEW' } : request);
    const isTold = isFree || request.ReturnValues === 'ALL_NEW';
    const after = isTold ? (answer.body.Attributes as Item | undefined) : await read(table, key);
    if (isFree) delete answer.body.Attributes;
    return { answer, before, after };
  }

  async function answerRead(operation: string, input: Json): Promise<BilledAnswer> {
    const asked = input.ReturnConsumedCapacity;
    const answer = await dynalite.answer(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
    const { ConsumedCapacity: consumed, ...body } = answer.body;
    const lists = Array.isArray(consumed) ? consumed : [consumed];
    const total = lists.reduce<number>((sum, one) => sum + Number((one as Json | undefined)?.CapacityUnits ?? 0), 0);
    const billed = answer.status === 200 ? readUnits(total, input.ConsistentRead === true) : 0;
    return {
      status: answer.status,
      body: asked && asked !== 'NONE' ? answer.body : body,
      units: { read: billed, write: 0 },
    };
  }

  return {
    answer(operation, input) {
      if (operation === 'BatchWriteItem') return answerBatch(input);
      if (/^(Put|Update|Delete)Item$/.test(operation)) return answerWrite(operation, input);
      if (/^(GetItem|BatchGetItem|Query|Scan)$/.test(operation)) return answerRead(operation, input);
      return dynalite.answer(operation, input).then((answer) => ({ ...answer, units: { read: 0, write: 0 } }));
    },
  };
}

function batchWrites(input: Json): Array<{ table: string; key: Item | undefined; item: Item | undefined }> {
  type Request = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };
  const byTable = Object.entries((input.RequestItems ?? {}) as Record<string, Request[]>);
  return byTable.flatMap(([table, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }) => ({
      table,
      key: PutRequest?.Item ?? DeleteRequest?.Key,
      item: PutRequest?.Item,
    })),
  );
}

function isNothing(returnValues: unknown): boolean {
  return returnValues === undefined || returnValues === 'NONE';
}

function pick(item: Item, names: string[]): Item {
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}
