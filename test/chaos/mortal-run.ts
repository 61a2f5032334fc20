/** A local run that can be killed and started again where it stood. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type ApiClient, apiClient } from '../../bin/cli/api-client.ts';

const ready = z.object({
  url: z.string(),
  token: z.string(),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

/** Of what a run prints, as much as helps to see why it did not start. */
const MOST_PRINTED = 5_000;

export interface MortalRun {
  url: string;
  api: ApiClient;
  operator: z.infer<typeof ready>['operator'];
  /** At once, whatever it is doing. */
  kill(): Promise<void>;
}

export interface RunSettings {
  assembly: string;
  dataDir: string;
  /** 0 takes any free port; whoever follows a dead run takes its own. */
  port: number;
  /** Where its mail goes instead of the local inbox. */
  ses?: string;
  /** How far its clock is ahead of ours: as if nobody had started it again for so long. */
  clockAheadMs?: number;
}

export async function startMortalRun(settings: RunSettings): Promise<MortalRun> {
  const { assembly, dataDir, port, ses, clockAheadMs = 0 } = settings;
  const program = fileURLToPath(new URL('./run-in-process.ts', import.meta.url));
  const clock = clockAheadMs > 0 ? ['--import', clockAhead(clockAheadMs)] : [];
  const child = spawn(process.execPath, [...clock, program, assembly, dataDir, String(port), ses ?? ''], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const dieTogether = () => child.kill('SIGKILL');
  process.once('exit', dieTogether);
  child.once('exit', () => process.off('exit', dieTogether));
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed = `${printed}${chunk}`.slice(-MOST_PRINTED);
  });
  const answer = await firstAnswer(child.stdout);
  if (!answer) throw new Error(`The local run ended before it answered: ${await lastWords(child, () => printed)}`);
  const { url, token, operator } = answer;
  return { url, operator, api: apiClient({ url, token }), kill: () => kill(child) };
}

async function lastWords(child: ChildProcess, printed: () => string): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return `${child.exitCode ?? child.signalCode} ${printed()}`;
}

async function firstAnswer(stdout: NodeJS.ReadableStream) {
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('{')) return ready.parse(JSON.parse(line));
  }
  return undefined;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Loaded before anything else in every thread of the process; timers run as always. */
const clockAhead = (ms: number): string =>
  `data:text/javascript,${encodeURIComponent(`
    const { now } = Date;
    globalThis.Date = class extends Date {
      constructor(...given) { given.length > 0 ? super(...given) : super(now() + ${ms}); }
      static now() { return now() + ${ms}; }
    };
  `)}`;
