/** What joining and leaving cost: operations and processor time of the deployed bundles, by function. */
import { load } from 'cheerio';
import { simpleParser } from 'mailparser';
import { Agent, fetch } from 'undici';
import { until } from '../../bin/cli/waiting.ts';
import { subscriberIdOf } from '../../lambdas/audience/addresses.ts';
import { SHARDS, shardOf } from '../../lambdas/audience/records/shards.ts';
import { type Operations, resetUsage, usageOf } from './gateway.ts';

const READERS = 1_000;
const AT_ONCE = 16;
/** Below the limit of one network an hour. */
const FROM_ONE_NETWORK = 40;
const ADDRESSES = 100_000;
const CONFIRMATIONS_MS = 180_000;

interface Step {
  what: string;
  /** Logical ids of the functions that do it. */
  functions: RegExp;
}

/** Many readers sign up at once, confirm and leave; prints what each step cost a reader. */
export async function measureJoining(url: string): Promise<void> {
  console.log(
    `\n${READERS} readers, ${AT_ONCE} at once, on this machine\n| step | a second | CPU ms each | write units | read units | SQS requests | invocations |\n| --- | --- | --- | --- | --- | --- | --- |`,
  );
  const fields = await formFields(url);
  await step(url, { what: 'sign-up', functions: /SignUp/ }, (index) => signUp(url, fields, index));
  const { mails, seconds } = await confirmationMails(url);
  await print(url, { what: 'its confirmation mail', functions: /SendConfirmation/ }, seconds);
  const leaving: string[] = [];
  await step(url, { what: 'confirmation', functions: /ConfirmSubscription/ }, async (index) => {
    const page = await (await fetch(mails[index] ?? '', { method: 'POST' })).text();
    leaving.push(load(page)('a[href*="/unsubscribe"]').attr('href') ?? '');
  });
  await step(url, { what: 'leaving', functions: /EndSubscription/ }, async (index) => {
    await fetch(new URL(leaving[index] ?? '', url), { method: 'POST' });
  });
}

/** Prints how evenly addresses lie on the shards. */
export function measureShards(): void {
  const counts = new Array<number>(SHARDS).fill(0);
  for (let index = 0; index < ADDRESSES; index += 1) {
    const shard = shardOf(subscriberIdOf(`reader-${index}@example.org`, 'the key of the bench'));
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  const mean = ADDRESSES / SHARDS;
  const spread = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / SHARDS);
  console.log(
    `\n${ADDRESSES} addresses on ${SHARDS} shards: ${Math.min(...counts)} to ${Math.max(...counts)} each, ` +
      `${mean} on average, standard deviation ${spread.toFixed(1)} (by chance it would be ${Math.sqrt(mean).toFixed(1)})`,
  );
}

async function step(url: string, { what, functions }: Step, act: (index: number) => Promise<void>): Promise<void> {
  await resetUsage(url);
  const started = performance.now();
  const indexes = Array.from({ length: READERS }, (_, index) => index);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let index = indexes.pop(); index !== undefined; index = indexes.pop()) await act(index);
    }),
  );
  await print(url, { what, functions }, (performance.now() - started) / 1000);
}

async function print(url: string, { what, functions }: Step, seconds: number): Promise<void> {
  const used = await usageOf(url, functions);
  const each = (name: keyof Operations) => Number((used[name] / READERS).toFixed(2));
  const counted = (['cpuMs', 'writeUnits', 'readUnits', 'sqs', 'invocations'] as const).map(each);
  console.log(`| ${[what, (READERS / seconds).toFixed(0), ...counted].join(' | ')} |`);
}

async function formFields(url: string): Promise<[string, string][]> {
  const page = await (await fetch(`${url}/subscribe/schule`)).text();
  return load(page)('form input[type=hidden]')
    .toArray()
    .map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']);
}

/** Each few readers from a network, and each with a mail provider, of their own: no limit is meant for them. */
async function signUp(url: string, fields: [string, string][], index: number): Promise<void> {
  const network = Math.floor(index / FROM_ONE_NETWORK);
  const body = new URLSearchParams([...fields, ['address', `reader@d${index}.example`]]);
  const { status } = await fetch(`${url}/subscribe/schule`, {
    method: 'POST',
    body,
    dispatcher: networkAgent(`127.1.${network}.1`),
  });
  if (status !== 200) throw new Error(`A sign-up was answered with ${status}`);
}

const agents = new Map<string, Agent>();
function networkAgent(localAddress: string): Agent {
  const agent = agents.get(localAddress) ?? new Agent({ localAddress });
  agents.set(localAddress, agent);
  return agent;
}

/** The links of all confirmation mails, once all have come. */
async function confirmationMails(url: string): Promise<{ mails: string[]; seconds: number }> {
  const started = performance.now();
  const ids = await until(
    async () => {
      const list = (await (await fetch(`${url}/_local/mail.json`)).json()) as { id: string }[];
      return list.length >= READERS ? list.map(({ id }) => id) : undefined;
    },
    { timeoutMs: CONFIRMATIONS_MS },
  );
  const seconds = (performance.now() - started) / 1000;
  if (!ids) throw new Error('Not all confirmation mails were sent');
  const mails: string[] = [];
  for (const id of ids) {
    const bytes = await (await fetch(`${url}/_local/mail/${id}.eml`)).arrayBuffer();
    const { text = '' } = await simpleParser(Buffer.from(bytes));
    const link = /http\S+\/confirm\?t=\S+/.exec(text)?.[0];
    if (link) mails.push(link);
  }
  return { mails, seconds };
}
