/**
 * dynalite without its HTTP server: its actions, called in this process.
 *
 * The gateway has already read and judged the request, so a second trip through a socket would only cost time.
 * These paths are dynalite's own files, not its public face: the version is pinned and the tests walk through all of it.
 */
import { createRequire } from 'node:module';
import { ACCOUNT, REGION } from './attributes.ts';

export type Json = Record<string, unknown>;
export type Item = Record<string, Record<string, unknown>>;

interface Store {
  db: { close(done: (error?: Error | null) => void): void };
  tableDb: TableDefinitions;
}
type Done = (error: Error | null, value?: unknown) => void;
interface TableDefinitions {
  awsAccountId: string;
  awsRegion: string;
  get(name: string, done: Done): void;
  put(name: string, definition: unknown, done: Done): void;
  del(name: string, done: Done): void;
}
interface Refusal extends Error {
  statusCode?: number;
  body?: Json;
}
type Action = (store: Store, input: Json, done: (error: Refusal | null, output?: Json) => void) => void;
interface Validation {
  types: unknown;
  custom?: unknown;
}

const load = createRequire(import.meta.url);
const { create } = load('dynalite/db') as { create(options: Json): Store };
const validations = load('dynalite/validations') as {
  checkTypes(input: Json, types: unknown): Json;
  checkValidations(input: Json, types: unknown, custom: unknown, store: Store): void;
};

const OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const;
export type Operation = (typeof OPERATIONS)[number];

const actions = new Map(
  OPERATIONS.map((name) => {
    const file = name[0]?.toLowerCase() + name.slice(1);
    return [
      name as string,
      {
        run: load(`dynalite/actions/${file}`) as Action,
        validation: load(`dynalite/validations/${file}`) as Validation,
      },
    ];
  }),
);

export interface DynamoAnswer {
  status: number;
  body: Json;
}

export interface Dynalite {
  answer(operation: string, input: Json): Promise<DynamoAnswer>;
  /** As `answer`, for our own calls, which are never refused. */
  call(operation: Operation, input: Json): Promise<Json>;
  close(): Promise<void>;
}

export function openDynalite(folder: string): Dynalite {
  const store = create({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsAccountId = ACCOUNT;
  store.tableDb.awsRegion = REGION;
  keepInMemory(store.tableDb);

  async function answer(operation: string, input: Json): Promise<DynamoAnswer> {
    const action = actions.get(operation);
    if (!action) return unknownOperation(operation);
    try {
      const checked = validations.checkTypes(input, action.validation.types);
      validations.checkValidations(checked, action.validation.types, action.validation.custom, store);
      const body = await new Promise<Json>((resolve, reject) => {
        action.run(store, checked, (error, output) => (error ? reject(error) : resolve(output ?? {})));
      });
      return { status: 200, body };
    } catch (error) {
      const { statusCode, body } = error as Refusal;
      if (statusCode && body) return { status: statusCode, body };
      throw error;
    }
  }

  return {
    answer,
    async call(operation, input) {
      const { status, body } = await answer(operation, input);
      if (status !== 200) throw new Error(`${operation} on ${String(input.TableName)}: ${JSON.stringify(body)}`);
      return body;
    },
    close: () => new Promise((resolve, reject) => store.db.close((error) => (error ? reject(error) : resolve()))),
  };
}

function unknownOperation(operation: string): DynamoAnswer {
  const message = `The local DynamoDB does not know ${operation}`;
  return { status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException', message } };
}

/** Every request looks its table up first; reading it from disk each time took as long as the request itself. */
function keepInMemory(definitions: TableDefinitions): void {
  const known = new Map<string, unknown>();
  const { get, put, del } = definitions;
  // Counts writes as they begin and as they end: what was read across one of them may be what was there before.
  let writes = 0;
  const writing = (done: Done): Done => {
    const forget = () => {
      writes += 1;
      known.clear();
    };
    forget();
    return (error, value) => {
      forget();
      done(error, value);
    };
  };
  definitions.get = (name, done) => {
    if (known.has(name)) return setImmediate(done, null, known.get(name));
    const before = writes;
    get(name, (error, definition) => {
      if (!error && definition && writes === before) known.set(name, definition);
      done(error, definition);
    });
  };
  definitions.put = (name, definition, done) => put(name, definition, writing(done));
  definitions.del = (name, done) => del(name, writing(done));
}
