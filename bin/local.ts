/**
 * `npm start`: the stack on this machine, from the template and the bundles that would be deployed.
 *
 * Prints `ready http://127.0.0.1:PORT` once everything answers and the demo has gone its first round.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalError, type LocalRun, startLocal } from '../lib/local/index.ts';
import { type ApiClient, apiClient } from './cli/api-client.ts';
import { CliFailure } from './cli/failures.ts';
import { explore } from './cli/source-explore.ts';
import { DEMO, type DemoSites, openDemoSites } from './demo/open-sites.ts';
import { applyPublication, publicationIds, sendFirstEdition } from './local/first-edition.ts';
import { readOptions, type StartOptions } from './local/options.ts';
import { OWN_ID, type OwnSource, ownPublication } from './local/own-publication.ts';
import { synthesizeLocalStage } from './synthesize.ts';

const options = readOptions(process.argv.slice(2));
const closers: (() => unknown)[] = [];
let isStopping = false;
// A signal for the whole process group comes twice, once through the process above us; a second Ctrl-C is a person's.
for (const signal of ['SIGTERM', 'disconnect'] as const) process.on(signal, () => void stop(0));
process.on('SIGINT', () => (isStopping ? process.exit(130) : void stop(0)));

try {
  await start(options);
} catch (error) {
  // A failure with a sentence for the person at the terminal; anything else is a defect and shows where.
  console.error(error instanceof LocalError || error instanceof CliFailure ? error.message : error);
  await stop(1);
}

async function start(asked: StartOptions): Promise<void> {
  const { reconcileAfter, port, data, fresh, ses, smtp, sesRate, sesPerDay, demo, sources } = asked;
  console.log('Bundling the functions and synthesizing the stack …');
  const assembly = await synthesizeLocalStage(reconcileAfter ? { reconcileAfterSeconds: String(reconcileAfter) } : {});
  closers.push(() => assembly.remove());
  const dataDir = resolve(data);
  const limits = { ...(sesRate && { perSecond: sesRate }), ...(sesPerDay && { perDay: sesPerDay }) };
  const run = await startLocal({
    assembly: assembly.folder,
    port,
    dataDir,
    fresh,
    ses,
    smtp,
    limits,
    log: console.log,
  });
  closers.push(() => run.stop());
  const api = apiClient(writeCliFile(run, dataDir));
  if (demo) await showDemo(api, run);
  if (sources.length > 0) console.log(await ownFirstEdition(api, sources));
  console.log(`\nready ${run.url}\n\n${addresses(run.url, await publicationIds(api))}\n`);
}

/** The address and the token that the command line finds by itself. */
function writeCliFile(run: LocalRun, dataDir: string): { url: string; token: string } {
  const target = { url: run.url, token: run.secret(run.outputs.ApiTokenArn ?? '') };
  writeFileSync(join(dataDir, 'cli.json'), `${JSON.stringify(target)}\n`, { mode: 0o600 });
  return target;
}

/** The demo's websites are up in every run; only the first one sends. */
async function showDemo(api: ApiClient, run: LocalRun): Promise<void> {
  const sites = await openDemoSites(Number(new URL(run.url).port) + 1);
  closers.push(() => sites.close());
  const known = await publicationIds(api);
  const lines = await Promise.all(
    DEMO.map((demo) => showPublication(api, { ...demo, sites, isKnown: known.includes(demo.id) })),
  );
  for (const line of lines.flat()) console.log(line);
}

async function showPublication(
  api: ApiClient,
  { file, subscriber, sites, isKnown }: { file: string; subscriber: string; sites: DemoSites; isKnown: boolean },
): Promise<string[]> {
  const yaml = sites.fill(readFileSync(file, 'utf8'));
  if (!isKnown) return [await sendFirstEdition(api, { yaml, subscriber })];
  // The websites may answer at another port this time.
  await applyPublication(api, yaml);
  return [];
}

async function ownFirstEdition(api: ApiClient, addresses: string[]): Promise<string> {
  // Exploring asks for a publication; it gets its sources, and the title of the first, once they are found.
  await applyPublication(api, await ownPublication([{ url: addresses[0] as string }]));
  const sources: OwnSource[] = [];
  for (const url of addresses) {
    const { candidates, chosen } = await explore(api, OWN_ID, { url });
    const found = candidates.find((one) => one.kind === chosen?.kind && one.url === chosen.url);
    sources.push(found ?? { url });
  }
  const yaml = await ownPublication(sources);
  return sendFirstEdition(api, { yaml, subscriber: 'you@rundbrief.example' });
}

function addresses(url: string, ids: string[]): string {
  const example = ids.includes(OWN_ID) ? OWN_ID : (ids[0] ?? '<publication>');
  const rows = [
    ['Site', `${url}/`],
    ['Sign-up', `${url}/subscribe/${example}`],
    ['Feeds', `${url}/feeds/${example}/`],
    ['Console', `${url}/console`],
    ['API', `${url}/api/v1`],
    ['Inbox', `${url}/_local/inbox`],
  ];
  return rows.map(([name, address]) => `  ${name?.padEnd(8)}  ${address}`).join('\n');
}

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  for (const close of closers.reverse()) await close();
  process.exit(exitCode);
}
