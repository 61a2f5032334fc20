/** Puts the parts together in the order they depend on each other. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TableFacts } from './actions-dynamodb.ts';
import { readAssembly } from './assembly.ts';
import { type Dynalite, openDynalite } from './dynalite.ts';
import { dynamoDb } from './dynamodb.ts';
import { readEventSource } from './event-sources.ts';
import type { Log } from './function-log.ts';
import { readFunctions } from './functions.ts';
import { type Caller, gateway } from './gateway.ts';
import { readHttpApis } from './http-api.ts';
import { OPERATOR, readIdentities } from './identities.ts';
import { claimFolder } from './lock.ts';
import { openMessaging } from './messaging.ts';
import { ensureMessaging } from './messaging-resources.ts';
import { openSecrets } from './secrets.ts';
import { type LocalServer, listen } from './server.ts';
import { deploy, type Stack } from './stack.ts';
import { refuseUnsupported } from './supported-resources.ts';
import { ensureTable, readTable, type Table } from './tables.ts';
import { countUsage } from './usage.ts';
import { textReply } from './web.ts';

export interface LocalOptions {
  /** The folder `cdk synth` wrote. */
  assembly: string;
  /** 0 takes any free port. */
  port: number;
  dataDir: string;
  fresh?: boolean;
  /** Another SES-compatible endpoint, to which mail goes instead. */
  ses?: string;
  /** A mail server that gets every accepted message as well. */
  smtp?: string;
  log?: Log;
}

export interface LocalRun {
  url: string;
  /** Resolved by the logical id of the output. */
  outputs: Record<string, string>;
  secret(arn: string): string;
  /** A key that may do everything, as the account's owner might; for tools and tests. */
  operator: { accessKeyId: string; secretAccessKey: string };
  stop(): Promise<void>;
}

/** @throws LocalError with one line that says what to do */
export async function startLocal(options: LocalOptions): Promise<LocalRun> {
  const log = options.log ?? console.log;
  const assembly = readAssembly(options.assembly);
  refuseUnsupported(assembly.template);
  const dataDir = resolve(options.dataDir);
  const release = claimFolder(dataDir, options.fresh ?? false, log);
  const closers: Array<() => unknown> = [release];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const server = await listen(options.port, log);
    closers.push(() => server.stop());
    const stack = deploy(assembly, `http://127.0.0.1:${server.port}`);
    const { secret, operator } = await open(stack, server, dataDir, log, closers);
    return { url: stack.url, outputs: stack.outputs, secret, operator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(stack: Stack, server: LocalServer, dataDir: string, log: Log, closers: Array<() => unknown>) {
  const identities = readIdentities(stack);
  const usage = countUsage();
  const secrets = openSecrets(stack, dataDir);

  mkdirSync(join(dataDir, 'dynamodb'), { recursive: true });
  const dynalite = openDynalite(join(dataDir, 'dynamodb'));
  closers.push(() => dynalite.close());
  const tables = await ensureTables(stack, dynalite, join(dataDir, 'rebuild'), log);

  const messaging = await openMessaging({ queues: join(dataDir, 'queues'), objects: join(dataDir, 'objects') });
  closers.push(() => messaging.close());
  ensureMessaging(stack, messaging, identities);
  messaging.onDeadLetter((queue) => log(`✖ dead letter: a message of ${queue} failed too often`));

  const functions = readFunctions({ stack, identities, usage, logFolder: join(dataDir, 'logs'), log });
  closers.push(() => Promise.all(functions.map((fn) => fn.stop())));
  const sources = stack
    .of('AWS::Lambda::EventSourceMapping')
    .map((resource) => readEventSource(resource, { messaging, functions, identities, usage }));
  closers.push(() => Promise.all(sources.map((source) => source.stop())));
  const apis = readHttpApis(stack, functions, async () => undefined);

  const operator = {
    accessKeyId: `OPERATOR${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
  const callers = new Map<string, Caller>(
    functions.map(({ id, name, role, accessKeyId }) => [accessKeyId, { id, name, principal: role }]),
  );
  callers.set(operator.accessKeyId, { id: 'operator', name: 'operator', principal: OPERATOR });
  const answer = gateway({
    callers,
    identities,
    dynamo: dynamoDb(dynalite, tables),
    tables: new Map(tables.map((table) => [table.name, table.facts])),
    queueArn: (name) => messaging.sqsStore.getQueueByName(name)?.arn ?? name,
    messaging,
    secrets,
    ses: async () => 'hang',
    usage,
    logicalId: stack.logicalId,
    log,
  });
  server.open({
    aws: answer,
    web: async (request) => apis[0]?.answer(request) ?? textReply(404, 'text/plain', 'nothing here\n'),
  });
  for (const source of sources) source.start();
  return { operator, secret: (arn: string) => secrets.value(secrets.arnOf(arn)) ?? '' };
}

async function ensureTables(
  stack: Stack,
  dynalite: Dynalite,
  folder: string,
  log: Log,
): Promise<Array<Table & { facts: TableFacts }>> {
  const resources = stack.of('AWS::DynamoDB::GlobalTable');
  return Promise.all(
    resources.map(async (resource) => {
      const table = readTable(resource.id, resource.ref, resource.properties);
      await ensureTable(dynalite, table, folder, log);
      return { ...table, facts: { arn: stack.arnOf(resource), partitionKey: table.keys[0] ?? '' } };
    }),
  );
}
