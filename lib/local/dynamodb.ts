/** DynamoDB for the gateway: dynalite, plus the bill and the item behind a failed condition, which dynalite leaves out. */
import { readUnits, refusedWriteUnits, type TableShape, type Units, writeUnits } from './capacity.ts';
import type { Dynalite, DynamoAnswer, Item, Json } from './dynalite.ts';

export interface BilledAnswer extends DynamoAnswer {
  units: Units;
}

interface Write {
  table: TableShape;
  key: Item;
  before: Item | undefined;
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

  async function withBefore(keys: Array<{ table: string; key: Item | undefined }>): Promise<Write[]> {
    const known = keys.flatMap(({ table, key }) => {
      const shape = tables.get(table);
      return shape && key && shape.keys.every((name) => name in key)
        ? [{ table: shape, key: pick(key, shape.keys) }]
        : [];
    });
    return Promise.all(known.map(async (write) => ({ ...write, before: await read(write.table, write.key) })));
  }

  async function billWrites(writes: Write[], { status, body }: DynamoAnswer): Promise<number> {
    if (status !== 200) {
      if (!String(body.__type).endsWith(CONDITION_FAILED)) return 0;
      return writes.reduce((sum, { before }) => sum + refusedWriteUnits(before), 0);
    }
    const after = await Promise.all(writes.map(({ table, key }) => read(table, key)));
    return writes.reduce((sum, { table, before }, i) => sum + writeUnits(table, before, after[i]), 0);
  }

  async function answerWrite(operation: string, input: Json): Promise<BilledAnswer> {
    const writes = await withBefore(writtenKeys(operation, input));
    const { ReturnValuesOnConditionCheckFailure: wanted, ...rest } = input;
    const answer = await dynalite.answer(operation, rest);
    const [only] = writes;
    if (wanted === 'ALL_OLD' && only && String(answer.body.__type).endsWith(CONDITION_FAILED)) {
      const item = await read(only.table, only.key);
      if (item) answer.body.Item = item;
    }
    return { ...answer, units: { read: 0, write: await billWrites(writes, answer) } };
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
      if (/^(Put|Update|Delete|BatchWrite)Item$/.test(operation)) return answerWrite(operation, input);
      if (/^(GetItem|BatchGetItem|Query|Scan)$/.test(operation)) return answerRead(operation, input);
      return dynalite.answer(operation, input).then((answer) => ({ ...answer, units: { read: 0, write: 0 } }));
    },
  };
}

function writtenKeys(operation: string, input: Json): Array<{ table: string; key: Item | undefined }> {
  if (operation !== 'BatchWriteItem') {
    return [{ table: String(input.TableName), key: (input.Key ?? input.Item) as Item | undefined }];
  }
  type Request = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };
  const tables = Object.entries((input.RequestItems ?? {}) as Record<string, Request[]>);
  return tables.flatMap(([table, requests]) =>
    requests.map((request) => ({ table, key: request.PutRequest?.Item ?? request.DeleteRequest?.Key })),
  );
}

function pick(item: Item, names: string[]): Item {
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}
