/** What importing costs: how fast people are taken in, how much memory that takes, and what is billed for a line. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type ApiClient, path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { shownImportAnswer, subscriberImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { testDatabase } from '../dynamodb.ts';
import { resetUsage, usageOf } from './gateway.ts';

const SIZES = [10_000, 100_000];
const BILLED_ROWS = 2_000;
/** Without a limit the heap grows as long as there is room, whether it is needed or not. */
const HEAP_MB = 256;
const WORKER = createRequire(import.meta.url).resolve('./importing-worker.ts');
const timing = z.object({ seconds: z.number(), cpuSeconds: z.number() });
const measured = z.object({ read: timing, run: timing, added: z.number(), peakMb: z.number() });

/** Rows a second and memory, of a worker in a process of its own; DynamoDB is dynalite in this one. */
export async function measureImporting(): Promise<void> {
  console.log(
    '\n| lines | read, lines a second | imported, lines a second | worker’s CPU ms a line | peak memory of the worker, MB |\n| --- | --- | --- | --- | --- |',
  );
  const database = await testDatabase();
  const endpoint = await database.dynamo.config.endpoint?.();
  if (!endpoint) throw new Error('The database has no address');
  const url = `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`;
  try {
    for (const rows of SIZES) {
      const folder = mkdtempSync(join(tmpdir(), 'rundbrief-importing-'));
      const { read, run, added, peakMb } = await work([url, await database.newTable(), folder, String(rows)]);
      rmSync(folder, { recursive: true, force: true });
      if (added !== rows) throw new Error(`Of ${rows} people ${added} were added`);
      const cells = [rows, rows / read.seconds, rows / run.seconds].map((cell) => cell.toFixed(0));
      console.log(`| ${[...cells, ((run.cpuSeconds * 1_000) / rows).toFixed(2), peakMb.toFixed(0)].join(' | ')} |`);
    }
  } finally {
    await database.stop();
  }
}

function work(args: string[]): Promise<z.infer<typeof measured>> {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, WORKER, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code) => {
      if (code === 0) ended(measured.parse(JSON.parse(said)));
      else failed(new Error(`The worker ended with ${code}`));
    });
  });
}

/** What is billed for a line, on the deployed wiring. */
export async function measureImportOperations({ url, api }: { url: string; api: ApiClient }): Promise<void> {
  const runs = [
    { what: 'new', dryRun: false },
    { what: 'known already', dryRun: false },
    { what: 'tried', dryRun: true },
  ];
  console.log(
    `\n| ${BILLED_ROWS} lines | write units a line | read units a line | S3 puts | S3 gets | SQS requests |\n| --- | --- | --- | --- | --- | --- |`,
  );
  for (const { what, dryRun } of runs) {
    await resetUsage(url);
    await importList(api, dryRun);
    const { writeUnits, readUnits, s3Puts, s3Gets, sqs } = await usageOf(url, /ImportSubscribers|AnswerApi/);
    const each = (units: number) => (units / BILLED_ROWS).toFixed(2);
    console.log(`| ${[what, each(writeUnits), each(readUnits), s3Puts, s3Gets, sqs].join(' | ')} |`);
  }
}

async function importList(api: ApiClient, dryRun: boolean): Promise<void> {
  const lines = Array.from({ length: BILLED_ROWS }, (_, index) => `person-${index}@bench.example`);
  const list = Buffer.from(`email\n${lines.join('\n')}\n`);
  const wish = { fileName: 'bench.csv', bytes: list.length };
  const { id } = await api.post('/publications/schule/imports', wish, subscriberImportAnswer);
  const one = path`/publications/schule/imports/${id}`;
  await api.put(`${one}/parts/1`, new Uint8Array(list), subscriberImportAnswer);
  await api.post(`${one}/upload-ended`, undefined, subscriberImportAnswer);
  await reached(api, one, ['ready']);
  const decision = { mapping: ['address'], provenance: 'Eine Messung, ohne Menschen', dryRun };
  await api.post(`${one}/decision`, decision, subscriberImportAnswer);
  await reached(api, one, dryRun ? ['ready'] : ['done']);
}

async function reached(api: ApiClient, one: string, states: string[]): Promise<void> {
  const found = await until(
    async () => {
      const now = await api.get(one, shownImportAnswer);
      return states.includes(now.state) ? now : undefined;
    },
    { timeoutMs: 120_000, firstPauseMs: 1_000 },
  );
  if (!found) throw new Error(`The import does not become ${states.join(' or ')}`);
}
