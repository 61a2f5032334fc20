/** Puts the parts together in the order they depend on each other. */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readAssembly } from './assembly.ts';
import { asyncInvocations } from './async-invocations.ts';
import { bucketReader } from './bucket-origin.ts';
import { readDistribution } from './cloudfront.ts';
import { openTables } from './database.ts';
import { deadLettersOf } from './dead-letters.ts';
import { readEventSource } from './event-sources.ts';
import type { Log } from './function-log.ts';
import { type LocalFunction, readFunctions } from './functions.ts';
import { type Caller, gateway } from './gateway.ts';
import { type HttpApi, readHttpApis } from './http-api.ts';
import { OPERATOR, readIdentities } from './identities.ts';
import { localPages } from './local-pages.ts';
import { claimFolder } from './lock.ts';
import { openMessaging } from './messaging.ts';
import { ensureMessaging } from './messaging-resources.ts';
import { readSchedules } from './schedules.ts';
import { openSecrets } from './secrets.ts';
import { type LocalServer, listen } from './server.ts';
import { openSes, type Ses } from './ses.ts';
import { GENEROUS, type SendingLimits } from './ses-quota.ts';
import { openSignIn } from './sign-in.ts';
import { deploy, type Stack } from './stack.ts';
import { refuseUnsupported } from './supported-resources.ts';
import { countUsage } from './usage.ts';
import { textReply, type WebReply, type WebRequest } from './web.ts';

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
  /** What the account may send; much when absent. */
  limits?: Partial<SendingLimits>;
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
  // Lambda's clocks stand on UTC, and threads share the clock of their process.
  process.env.TZ = 'UTC';
  const release = claimFolder(dataDir, options.fresh ?? false, log);
  const closers: Array<() => unknown> = [release];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const server = await listen(options.port, log);
    closers.push(() => server.stop());
    const stack = deploy(assembly, `http://127.0.0.1:${server.port}`);
    const { secret, operator } = await open({ stack, server, dataDir, log, closers }, options);
    return { url: stack.url, outputs: stack.outputs, secret, operator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Opened {
  stack: Stack;
  server: LocalServer;
  dataDir: string;
  log: Log;
  /** What must be closed, in the order it was opened. */
  closers: Array<() => unknown>;
}

async function open(
  { stack, server, dataDir, log, closers }: Opened,
  { ses: elsewhere, smtp, ...options }: LocalOptions,
) {
  const identities = readIdentities(stack);
  const usage = countUsage();
  const secrets = openSecrets(stack, dataDir);
  const database = await openTables(stack, dataDir, log);
  closers.push(() => database.close());

  const messaging = await openMessaging({ queues: join(dataDir, 'queues'), objects: join(dataDir, 'objects') });
  closers.push(() => messaging.close());
  ensureMessaging(stack, messaging, identities);
  messaging.onDeadLetter((queue) => {
    const arn = messaging.sqsStore.getQueueByName(queue)?.arn ?? queue;
    log(`✖ dead letter: a message of ${stack.logicalId(arn)} failed too often`);
  });
  const limits = { ...GENEROUS, ...options.limits };
  const mail = { folder: join(dataDir, 'mail'), limits, elsewhere, smtp };
  const ses = openSes({ ...mail, stack, messaging, identities, usage, log });
  closers.push(() => ses.stop());

  // Closed after the functions, which need it to end well, and before what it serves.
  closers.push(() => server.stop());
  const functions = readFunctions({ stack, identities, usage, logFolder: join(dataDir, 'logs'), log });
  closers.push(() => Promise.all(functions.map((fn) => fn.stop())));
  const sources = stack
    .of('AWS::Lambda::EventSourceMapping')
    .map((resource) => readEventSource(resource, { messaging, functions, identities, usage, log }));
  closers.push(() => Promise.all(sources.map((source) => source.stop())));
  const invocations = asyncInvocations(stack, messaging, log);
  const schedules = readSchedules(stack, functions, identities, invocations);
  closers.push(schedules.stop, invocations.stop);

  const signIn = openSignIn(stack, dataDir);
  const apis = readHttpApis(stack, functions, signIn.verify);
  const [distribution] = stack.of('AWS::CloudFront::Distribution');
  const bucket = (name: string, arn: string) => bucketReader(name, arn, messaging, identities, log);
  const site = distribution && readDistribution(distribution, stack, { apis, bucket, secret: secrets.value });
  const pages = localPages({ url: stack.url, ses, schedules, usage, deadLetters: deadLettersOf(stack, messaging) });

  const operator = newOperator();
  const aws = gateway({
    callers: callersOf(functions, operator.accessKeyId),
    identities,
    dynamo: database.dynamo,
    tables: database.facts,
    queueArn: (name) => messaging.sqsStore.getQueueByName(name)?.arn ?? name,
    messaging,
    secrets,
    ses: ses.endpoint,
    usage,
    logicalId: stack.logicalId,
    log,
  });
  ses.start();
  server.open({ aws, web: webDoor(pages, ses, apis, site), signIn: signIn.serve });
  for (const source of sources) source.start();
  schedules.start();
  return { operator, secret: (arn: string) => secrets.value(secrets.arnOf(arn)) ?? '' };
}

type Answer = (request: WebRequest) => Promise<WebReply>;

/** `/_local` is ours, `/_ses` what SES answers to mailboxes, a name under `execute-api.localhost` is an API's own address, the rest is the site. */
function webDoor(pages: Answer, ses: Pick<Ses, 'answer'>, apis: HttpApi[], site: Answer | undefined): Answer {
  return async (request) => {
    if (request.path.startsWith('/_ses/')) return ses.answer(request);
    if (request.path === '/_local' || request.path.startsWith('/_local/')) return pages(request);
    const api = apis.find(({ host }) => request.headers.host?.startsWith(`${host}.`));
    const answer = api?.answer ?? site ?? apis[0]?.answer;
    return answer ? answer(request) : Promise.resolve(textReply(404, 'text/plain', 'The template serves no site.\n'));
  };
}

function newOperator() {
  return {
    accessKeyId: `OPERATOR${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  };
}

function callersOf(functions: LocalFunction[], operatorKey: string): Map<string, Caller> {
  const callers = functions.map(({ id, name, role, accessKeyId }): [string, Caller] => [
    accessKeyId,
    { id, name, principal: role },
  ]);
  return new Map([...callers, [operatorKey, { id: 'operator', name: 'operator', principal: OPERATOR }]]);
}
