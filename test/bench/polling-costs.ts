/** What polling costs in a month: operations counted, CPU measured, and the rest assumed, each assumption by its name. */
import type { Operations } from './gateway.ts';
import { LOG_BYTES_PER_INVOCATION, PRICES } from './list-prices.ts';
import { ACTS, type Act, type Day } from './polling-day.ts';
import type { PollingOperations } from './polling-operations.ts';
import { BROKEN, RATES, SILENT, WITHOUT_VALIDATORS } from './simulated-publishers.ts';

/** As in the template (lib/publications.ts, lib/ingest.ts). */
const MEMORY_MB: Record<Act, number> = { StartDueWork: 256, FetchSource: 256, ReadDocument: 1024 };
/** With this much memory a function has one whole processor. */
const MB_PER_PROCESSOR = 1769;

/** What a laptop cannot tell: milliseconds of waiting, all of it billed. */
const WAITING_MS = {
  fetch: 350,
  silent: 20_000,
  queueCall: 10,
  tableCall: 8,
  objectCall: 40,
  /** Between two services of a cold start, spread over all: about one invocation in two hundred begins one. */
  coldShare: 4,
};
/** Of a TLS handshake and undici, which the simulation leaves out: CPU milliseconds on one processor. */
const TLS_CPU_MS = 6;
const DAYS = 30.4;

export function printPolling({ tick, polls }: PollingOperations): void {
  console.log(
    '\n| poll | write units | read units | SQS requests | S3 | invocations |\n| --- | --- | --- | --- | --- | --- |',
  );
  const row = (name: string, one: Operations) =>
    console.log(
      `| ${name} | ${[one.writeUnits, one.readUnits, one.sqs, one.s3Gets + one.s3Puts, one.invocations].map(round).join(' | ')} |`,
    );
  row('a minute in which nothing is due', tick);
  for (const [kind, operations] of polls) row(kind, operations);
}

export function printMonth(sources: number, day: Day, { tick, polls }: PollingOperations): void {
  const total = [...day.polls.values()].reduce((sum, count) => sum + count, 0);
  printMix(sources, total, day);
  const daily = dailyOperations(day, { tick, polls });
  const gbSeconds = Object.fromEntries(ACTS.map((act) => [act, gbSecondsOf(act, day)])) as Record<Act, number>;
  const allGbSeconds = ACTS.reduce((sum, act) => sum + gbSeconds[act], 0);

  console.log('\n| act | runs a day | CPU ms each | GB-seconds a day |\n| --- | --- | --- | --- |');
  for (const act of ACTS) {
    const cpuMs = (day.cpuSeconds[act] / day.runs[act]) * 1000;
    console.log(`| ${act} | ${whole(day.runs[act])} | ${cpuMs.toFixed(2)} | ${whole(gbSeconds[act])} |`);
  }

  // A poll's own queue is FIFO: sent in tens, received and deleted one by one.
  const fifo = total * 2.1;
  const lines: [string, number, number][] = [
    ['DynamoDB write units', daily.writeUnits, PRICES.writeUnit],
    ['DynamoDB read units', daily.readUnits, PRICES.readUnit],
    ['SQS requests, FIFO', fifo, PRICES.sqsFifoRequest],
    ['SQS requests, standard', Math.max(0, daily.sqs - fifo), PRICES.sqsRequest],
    ['S3 puts', daily.s3Puts, PRICES.s3Put],
    ['S3 gets', daily.s3Gets, PRICES.s3Get],
    ['Lambda invocations', daily.invocations, PRICES.lambdaRequest],
    ['Lambda GB-seconds', allGbSeconds, PRICES.lambdaGbSecond],
    ['logs, GB', (daily.invocations * LOG_BYTES_PER_INVOCATION) / 1e9, PRICES.logGigabyte],
  ];
  console.log(`\n| ${whole(sources)} sources | a day | a month, US$ |\n| --- | --- | --- |`);
  let month = 0;
  for (const [what, quantity, price] of lines) {
    const cost = quantity * price * DAYS;
    month += cost;
    console.log(`| ${what} | ${quantity < 10 ? quantity.toFixed(2) : whole(quantity)} | ${cost.toFixed(2)} |`);
  }
  console.log(`| together | | ${month.toFixed(2)} |`);
}

function printMix(sources: number, total: number, day: Day): void {
  const rates = RATES.map(
    ({ share, hoursPerArticle }) => `${percent(share)} bring an article every ${hoursPerArticle} h`,
  );
  console.log(
    `\n${whole(sources)} sources: ${rates.join(', ')}; ${percent(WITHOUT_VALIDATORS)} know no validators, ${percent(BROKEN)} are broken, ${percent(SILENT)} of these silent.`,
  );
  console.log(
    `Asked ${whole(total)} times a day, each every ${whole((sources * 24 * 60) / total)} minutes on average.`,
  );
  console.log('\n| what a poll finds | a day | share |\n| --- | --- | --- |');
  for (const [kind, count] of [...day.polls].sort((one, other) => other[1] - one[1])) {
    console.log(`| ${kind} | ${whole(count)} | ${percent(count / total, 1)} |`);
  }
}

function dailyOperations(day: Day, { tick, polls }: PollingOperations): Operations {
  const sum = { ...tick };
  for (const name of Object.keys(sum) as (keyof Operations)[]) {
    sum[name] = tick[name] * 24 * 60;
    for (const [kind, count] of day.polls) sum[name] += (polls.get(kind)?.[name] ?? 0) * count;
  }
  return sum;
}

/** Lambda bills time, and gives processor by memory: what takes one processor 1 ms takes 256 MB seven. */
function gbSecondsOf(act: Act, day: Day): number {
  const slower = Math.max(1, MB_PER_PROCESSOR / MEMORY_MB[act]);
  const runs = day.runs[act];
  const cpuMs = day.cpuSeconds[act] * 1000 + (act === 'FetchSource' ? runs * TLS_CPU_MS : 0);
  return ((cpuMs * slower + waitingMs(act, day)) / 1000) * (MEMORY_MB[act] / 1024);
}

function waitingMs(act: Act, { runs, silent, polls }: Day): number {
  const { fetch, queueCall, tableCall, objectCall, coldShare } = WAITING_MS;
  const count = runs[act] * coldShare;
  const news = polls.get('one new article') ?? 0;
  if (act === 'FetchSource') {
    return (
      count +
      runs.FetchSource * fetch +
      silent * (WAITING_MS.silent - fetch) +
      runs.ReadDocument * queueCall +
      news * objectCall
    );
  }
  if (act === 'ReadDocument')
    return count + runs.ReadDocument * 3 * tableCall + news * (8 * tableCall + objectCall + queueCall);
  // Reading what is due, then fifty sources at a time: their messages, and their next times side by side.
  return count + runs.StartDueWork * 4 * tableCall + (runs.FetchSource / 50) * (5 * queueCall + 4 * tableCall);
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const round = (value: number) => String(Math.round(value * 100) / 100);
const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`;
