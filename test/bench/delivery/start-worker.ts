import type { ChunkMessage, PlanMessage } from '../../../lambdas/delivery/messages.ts';
import { startProgram } from './programs.ts';
import type { BenchDatabase } from './readers.ts';
import { serve } from './remote.ts';

export interface WorkerSettings {
  /** Absent: stores lie in the parent. */
  database?: BenchDatabase;
  /** Address of SES; absent: all is taken at once. */
  ses?: string;
  answerWithinMs?: number;
}

export type Job =
  | { work: 'plan'; message: PlanMessage; aheadMs: number }
  | { work: 'send'; message: ChunkMessage; aheadMs: number }
  /** Says what it holds when its garbage is collected. */
  | { work: 'weigh'; aheadMs: number };

export interface JobDone {
  done: true;
  /** Of its whole life. */
  peakMb: number;
  /** Only of `weigh`. */
  heldMb: number;
  /** By how much its clock is ahead now. */
  aheadMs: number;
}

export interface Worker {
  /** One at a time. @returns undefined when it died over it */
  do(job: Job): Promise<JobDone | undefined>;
  /** Without a word, as a crash does. */
  kill(): void;
}

/** @param shared - what it may ask of us, by name */
export function startWorker(
  file: string,
  settings: WorkerSettings,
  shared: Record<string, object>,
  memoryMb: number,
): Worker {
  const child = startProgram(file, [JSON.stringify(settings)], { memoryMb });
  serve(child, shared);
  return {
    do: (job) =>
      new Promise((resolve) => {
        const settle = (result?: JobDone) => {
          child.off('message', onMessage);
          child.off('exit', onExit);
          resolve(result);
        };
        const onMessage = (message: JobDone | object) => 'done' in message && settle(message);
        const onExit = () => settle();
        child.on('message', onMessage);
        child.on('exit', onExit);
        child.send(job);
      }),
    kill: () => void child.kill('SIGKILL'),
  };
}
