/**
 * `npm run bench [-- reading rebuilding digest importing polling bundles joining pace sending delivery scale]`: how fast feeds
 * are read, what a rebuild of feeds and what polling costs, what a digest costs from its articles to each reader's mail, how
 * the send engine compares with a bare loop and holds out under faults, how large the bundles are, and what the deployed
 * wiring is billed for, counted on a local run of its own. All of them without a name; takes about half an hour, most of it
 * for the day of ten thousand sources, the hundred thousand articles and the million recipients.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import { simpleParser } from 'mailparser';
import { apiClient } from '../bin/cli/api-client.ts';
import { until } from '../bin/cli/waiting.ts';
import { synthesizeLocalStage } from '../bin/synthesize.ts';
import { bundleHandlers } from '../lib/bundles.ts';
import { startLocal } from '../lib/local/index.ts';
import { measureDelivery } from './bench/delivery/delivery.ts';
import { simulateScale } from './bench/delivery/scale.ts';
import { measureDigest } from './bench/digest/digest.ts';
import { resetUsage, usageOf } from './bench/gateway.ts';
import { measureImporting, measureImportOperations } from './bench/importing.ts';
import { measureJoining, measureShards } from './bench/joining.ts';
import { measurePace } from './bench/pace/pace.ts';
import { printMonth, printPolling } from './bench/polling-costs.ts';
import { simulateDay } from './bench/polling-day.ts';
import { measurePollingOperations } from './bench/polling-operations.ts';
import { measureReading } from './bench/reading.ts';
import { measureRebuilding } from './bench/rebuilding.ts';
import { measureSending, OPERATIONS_HEADER, printOperations } from './bench/sending.ts';
import { openPublisher } from './journeys/publisher.ts';
import { applyPublication, poll } from './journeys/steps.ts';

const PARTS = [
  ...['reading', 'rebuilding', 'digest', 'importing', 'polling', 'bundles'],
  ...['joining', 'pace', 'sending', 'delivery', 'scale'],
];
const SIMULATED_SOURCES = 10_000;
const chosen = process.argv.slice(2);
const unknown = chosen.find((part) => !PARTS.includes(part));
if (unknown) {
  console.error(`There is no part "${unknown}"; there are: ${PARTS.join(', ')}`);
  process.exit(1);
}
const isChosen = (part: string) => chosen.length === 0 || chosen.includes(part);

if (isChosen('reading')) await measureReading();
if (isChosen('rebuilding')) await measureRebuilding();
if (isChosen('digest')) await measureDigest();
if (isChosen('importing')) await measureImporting();
if (isChosen('pace')) await measurePace();
if (isChosen('delivery')) await measureDelivery();
if (isChosen('scale')) await simulateScale();
if (!['importing', 'polling', 'bundles', 'joining', 'sending', 'delivery'].some(isChosen)) process.exit();
const folder = mkdtempSync(join(tmpdir(), 'rundbrief-bench-'));
const assembly = await synthesizeLocalStage({});
const publisher = await openPublisher([{ id: 'a', title: 'Ein Beitrag', text: 'Text' }]);
const run = await startLocal({ assembly: assembly.folder, port: 0, dataDir: folder, log: () => {} });
const api = apiClient({ url: run.url, token: run.secret(run.outputs.ApiTokenArn ?? '') });
try {
  if (isChosen('polling')) await measurePolling();
  if (isChosen('bundles')) await measureBundles();
  if (isChosen('importing')) {
    await applyPublication({ api }, publisher.feedUrl);
    await measureImportOperations({ url: run.url, api });
  }
  if (isChosen('joining')) {
    await applyPublication({ api }, publisher.feedUrl);
    await measureJoining(run.url);
    measureShards();
  }
  if (isChosen('sending') || isChosen('delivery')) {
    await applyPublication({ api }, publisher.feedUrl);
    await poll({ api });
    console.log(OPERATIONS_HEADER);
    await measureReader('reader@bench.example');
    await measureSending({ url: run.url, api });
  }
} finally {
  await run.stop();
  publisher.close();
  assembly.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function measurePolling(): Promise<void> {
  const operations = await measurePollingOperations({ url: run.url, api });
  printPolling(operations);
  printMonth(SIMULATED_SOURCES, await simulateDay(SIMULATED_SOURCES), operations);
}

async function measureBundles(): Promise<void> {
  const { outputs } = await bundleHandlers(join(folder, 'bundles'));
  console.log('| bundle | kB |\n| --- | --- |');
  for (const [file, { bytes }] of Object.entries(outputs)) {
    const [, entry] = /bundles\/(.+)\/index\.mjs$/.exec(file) ?? [];
    if (entry) console.log(`| ${entry} | ${Math.round(bytes / 1000)} |`);
  }
}

async function measureReader(address: string): Promise<void> {
  await reset();
  const page = await fetch(`${run.url}/subscribe/schule`);
  const fields = new URLSearchParams({ address });
  for (const { attribs } of load(await page.text())('form input[type=hidden]').toArray()) {
    fields.set(attribs.name ?? '', attribs.value ?? '');
  }
  await fetch(`${run.url}/subscribe/schule`, { method: 'POST', body: fields });
  const confirm = await linkInMail(/http\S+\/confirm\?t=\S+/);
  await print('sign-up, with its confirmation mail', /SignUp|SendConfirmation/);
  await reset();
  const confirmed = await (await fetch(confirm, { method: 'POST' })).text();
  await print('confirmation', /ConfirmSubscription/);
  await reset();
  const unsubscribe = load(confirmed)('a[href*="/unsubscribe"]').attr('href') ?? '';
  await fetch(new URL(unsubscribe, run.url), { method: 'POST' });
  await print('unsubscribe', /EndSubscription/);
}

async function linkInMail(pattern: RegExp): Promise<string> {
  const link = await until(
    async () => {
      const [mail] = (await (await fetch(`${run.url}/_local/mail.json`)).json()) as { id: string }[];
      if (!mail) return undefined;
      const bytes = await (await fetch(`${run.url}/_local/mail/${mail.id}.eml`)).arrayBuffer();
      return pattern.exec((await simpleParser(Buffer.from(bytes))).text ?? '')?.[0];
    },
    { timeoutMs: 30_000 },
  );
  if (!link) throw new Error('There is no such link in the first mail');
  return link;
}

function reset(): Promise<void> {
  return resetUsage(run.url);
}

/** @param functions - logical ids of the functions that do it */
async function print(what: string, functions: RegExp): Promise<void> {
  printOperations(what, await usageOf(run.url, functions));
}
