/** DynamoDB as a part of the run: opened with the template's tables, swept while it runs, closed. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TableFacts } from './actions-dynamodb.ts';
import { openDynalite } from './dynalite.ts';
import { type DynamoDb, dynamoDb } from './dynamodb.ts';
import { LocalError } from './errors.ts';
import type { Log } from './function-log.ts';
import type { Stack } from './stack.ts';
import { ensureTable, readTable, sweepExpired, type Table } from './tables.ts';

export interface Database {
  dynamo: DynamoDb;
  /** What the policies need to know of a table, by its name. */
  facts: Map<string, TableFacts>;
  close(): Promise<void>;
}

const SWEEP_AFTER_MS = 60_000;

export async function openTables(stack: Stack, dataDir: string, log: Log): Promise<Database> {
  const resources = stack
    .of('AWS::DynamoDB::GlobalTable')
    .map((resource) => ({ resource, table: readTable(resource) }));
  const tables = resources.map(({ table }) => table);
  const facts = resources.map(
    ({ resource, table }) => [table.name, factsOf(table, stack.arnOf(resource), stack)] as const,
  );

  mkdirSync(join(dataDir, 'dynamodb'), { recursive: true });
  const dynalite = openDynalite(join(dataDir, 'dynamodb'));
  try {
    await Promise.all(tables.map((table) => ensureTable(dynalite, table, join(dataDir, 'rebuild'), log)));
  } catch (error) {
    await dynalite.close();
    throw error;
  }

  let sweeping: Promise<void> | undefined;
  const sweep = setInterval(() => {
    sweeping ??= sweepExpired(dynalite, tables, new Date())
      .catch((error: Error) => log(`✖ expired items could not be deleted: ${error.message}`))
      .finally(() => {
        sweeping = undefined;
      });
  }, SWEEP_AFTER_MS).unref();

  return {
    dynamo: dynamoDb(dynalite, tables),
    facts: new Map(facts),
    async close() {
      clearInterval(sweep);
      await sweeping;
      await dynalite.close();
    },
  };
}

function factsOf({ logicalId, keys, key }: Table, arn: string, stack: Stack): TableFacts {
  const facts: TableFacts = { arn, partitionKey: keys[0] ?? '' };
  if (!key) return facts;
  const found = stack.of('AWS::KMS::Key').find((known) => [known.ref, stack.arnOf(known)].includes(key));
  if (!found) throw new LocalError(`${logicalId}: its key ${key} is not in the template`);
  return { ...facts, keyArn: stack.arnOf(found) };
}
