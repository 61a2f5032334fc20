/**
 * A campaign on the deployed wiring, with an SES that misbehaves and a process that is killed again and again; then its books,
 * beside what SES knows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { path } from '../../bin/cli/api-client.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { openPublisher } from '../journeys/publisher.ts';
import { applyPublication, compose, poll, subscribe } from '../journeys/steps.ts';
import { type Books, judge, ledgersIn } from './books.ts';
import { chanceOf } from './chance.ts';
import { type FaultySes, openFaultySes } from './faulty-ses.ts';
import { type MortalRun, startMortalRun } from './mortal-run.ts';

export interface TrialSettings {
  recipients: number;
  kills: number;
  /** The same seed meets the same faults, as far as threads and processes let it. */
  seed: number;
  /** Folder of the synthesized stage. */
  assembly: string;
  /** Of the messages taken without a clear answer, the share of which no event ever comes. */
  lostEvents: number;
  eventsLateMs: number;
  /** How many times as often as usual SES misbehaves. */
  harshness: number;
  /** How much later it is when the process is started again: leases and waiting times have passed by then. */
  deadForMs: number;
  /** Sweeps run every minute, and besides that so often. */
  sweepEveryMs?: number;
  log(line: string): void;
}

export interface TrialResult extends Books {
  faultsMet: FaultySes['faults'];
  kills: number;
  /** People of whom nobody knew for a while, and what became of them in the end. */
  unknown: { seen: number; sentAgain: number };
  /** How often an editor had to resume the campaign. */
  resumed: number;
  seconds: number;
}

const ADDING_AT_ONCE = 8;
const LOOK_EVERY_MS = 1_000;
const GIVE_UP_AFTER_MS = 30 * 60_000;

export async function holdTrial(settings: TrialSettings): Promise<TrialResult> {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-chaos-'));
  const chance = chanceOf(settings.seed);
  const ses = await openFaultySes({ ...settings, chance });
  const publisher = await openPublisher([{ id: 'a', title: 'Ein Beitrag', text: 'Text' }]);
  const trial: Trial = {
    ...settings,
    chance,
    ses,
    folder,
    started: Date.now(),
    unknown: new Set(),
    killed: 0,
    resumed: 0,
  };
  try {
    trial.run = await start(trial, 0);
    const campaignId = await begin(trial, publisher.feedUrl);
    await killAgainAndAgain(trial, campaignId);
    await untilClosed(trial, campaignId);
    return await resultOf(trial, campaignId);
  } finally {
    await trial.run?.kill();
    await ses.close();
    publisher.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Trial extends TrialSettings {
  chance: () => number;
  ses: FaultySes;
  folder: string;
  started: number;
  run?: MortalRun;
  /** Everybody who was seen as unknown, by chunk and index. */
  unknown: Set<string>;
  killed: number;
  resumed: number;
}

async function start({ assembly, folder, ses, killed, deadForMs }: Trial, port: number): Promise<MortalRun> {
  const clockAheadMs = killed * deadForMs;
  const run = await startMortalRun({ assembly, dataDir: join(folder, 'data'), port, ses: ses.url, clockAheadMs });
  ses.reportTo(run.url);
  return run;
}

const runOf = ({ run }: Trial): MortalRun => {
  if (!run) throw new Error('There is no run');
  return run;
};

/** Everything up to the click on „send“, without faults. */
async function begin(trial: Trial, feedUrl: string): Promise<string> {
  const { api } = runOf(trial);
  await applyPublication({ api }, feedUrl);
  await poll({ api });
  const addresses = Array.from({ length: trial.recipients }, (_, n) => `reader-${n}@chaos.example`);
  const adding = Array.from({ length: ADDING_AT_ONCE }, async () => {
    for (let address = addresses.pop(); address; address = addresses.pop()) await subscribe({ api }, address);
  });
  await Promise.all(adding);
  const outcome = await compose({ api });
  if (outcome.kind !== 'composed') throw new Error(`Nothing composed: ${outcome.reason}`);
  const edition = path`/editions/${outcome.editionId}`;
  const { contentHash } = await api.get(edition, z.object({ contentHash: z.string() }));
  await api.post(`${edition}/send`, { contentHash }, z.unknown());
  trial.log(`${trial.recipients} subscribers; ${outcome.editionId} goes out`);
  return outcome.editionId;
}

/** The first time while it is being planned, then each time when so many messages more were handed over. */
async function killAgainAndAgain(trial: Trial, campaignId: string): Promise<void> {
  const { recipients, kills, chance, ses } = trial;
  for (let kill = 0; kill < kills; kill += 1) {
    const calls = kill === 0 && kills > 1 ? 0 : Math.floor((recipients * (kill + chance() * 0.8)) / kills);
    while (ses.calls() < calls && !(await look(trial, campaignId))) await sleep(20);
    await sleep(chance() * 500);
    await runOf(trial).kill();
    trial.killed += 1;
    trial.log(`killed after ${ses.calls()} messages`);
    await sleep(500);
    trial.run = await start(trial, Number(new URL(runOf(trial).url).port));
  }
}

let lookedAt = 0;
let sweptAt = 0;

/** Notes who is unknown at the moment. @returns true when it is closed */
async function look(trial: Trial, campaignId: string): Promise<boolean> {
  if (Date.now() - lookedAt < LOOK_EVERY_MS) return false;
  lookedAt = Date.now();
  if (Date.now() - trial.started > GIVE_UP_AFTER_MS) throw new Error('The campaign was not closed in time');
  const run = runOf(trial);
  if (trial.sweepEveryMs && Date.now() - sweptAt > trial.sweepEveryMs) {
    sweptAt = Date.now();
    await fetch(`${run.url}/_local/tick`, { method: 'POST' });
  }
  for (const { chunk, unknown } of await ledgersIn(run, campaignId)) {
    for (const index of unknown) trial.unknown.add(`${chunk} ${index}`);
  }
  const report = await run.api.find(path`/editions/${campaignId}/report`, reportAnswer);
  if (report?.status === 'paused') await resume(trial, campaignId, report.pausedBecause);
  return report?.status === 'closed';
}

/** An editor looks after it. */
async function resume(trial: Trial, campaignId: string, because: string | null): Promise<void> {
  trial.log(`paused: ${because}`);
  trial.resumed += 1;
  await runOf(trial).api.post(path`/editions/${campaignId}/campaign`, { action: 'resume' }, z.unknown());
}

async function untilClosed(trial: Trial, campaignId: string): Promise<void> {
  while (!(await look(trial, campaignId))) await sleep(200);
}

async function resultOf(trial: Trial, campaignId: string): Promise<TrialResult> {
  const { ses, killed, unknown, resumed, recipients, started } = trial;
  const ledgers = await ledgersIn(runOf(trial), campaignId);
  return {
    ...judge(ledgers, ses.accepted, recipients),
    faultsMet: ses.faults,
    kills: killed,
    unknown: { seen: unknown.size, sentAgain: ledgers.reduce((sum, { again }) => sum + again.size, 0) },
    resumed,
    seconds: Math.round((Date.now() - started) / 1_000),
  };
}
