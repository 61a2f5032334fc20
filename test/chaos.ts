/**
 * `npm run chaos [-- --recipients 5000 --kills 6 --seed 1 --stories 2000]`: what becomes of a campaign when everything goes
 * wrong. First in a model, with interleavings that fast-check makes up; then on the deployed wiring, with an SES that breaks
 * off, hangs and lies over HTTP, and a process that is killed again and again. Takes about a quarter of an hour; ends with 1
 * when the books do not balance.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesizeLocalStage } from '../bin/synthesize.ts';
import { markdownOf } from './chaos/table.ts';
import { holdTrial } from './chaos/trial.ts';

const { values } = parseArgs({
  options: {
    recipients: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    stories: { type: 'string', default: '1500' },
  },
});
/** As short as `npm start -- --reconcile-after` may be told. */
const RECONCILE_AFTER_SECONDS = '60';
const SENDS_PER_SECOND = '100';

if (Number(values.stories) > 0 && !toldWell(values.stories)) process.exit(1);
const assembly = await synthesizeLocalStage({
  reconcileAfterSeconds: RECONCILE_AFTER_SECONDS,
  sendsPerSecond: SENDS_PER_SECOND,
});
try {
  const result = await holdTrial({
    recipients: Number(values.recipients),
    kills: Number(values.kills),
    seed: Number(values.seed),
    assembly: assembly.folder,
    lostEvents: 0.05,
    harshness: 1,
    eventsLateMs: 5_000,
    deadForMs: 0,
    log: (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`),
  });
  console.log(markdownOf(result));
  for (const fault of result.faults) console.error(`The books do not balance: ${fault}`);
  if (result.faults.length > 0) process.exitCode = 1;
} finally {
  assembly.remove();
}

/** The model is a test; here it is told ten times as many stories. */
function toldWell(stories: string): boolean {
  const root = join(import.meta.dirname, '..');
  const args = ['run', '--config', 'test/vitest.config.ts', 'test/delivery/chaos'];
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHAOS_STORIES: stories },
  });
  return status === 0;
}
