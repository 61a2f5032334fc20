/**
 * Documents are parsed in a worker, one at a time: a hostile one that never ends or fills the memory costs its own
 * worker and nothing else.
 */
import { Worker } from 'node:worker_threads';
import type { FileToParse } from './parse-list.ts';

export interface ParsedFile {
  file: string;
  ok: boolean;
  error: string | null;
  items: ParsedItem[];
  /** What decoding and parsing took. */
  ms: number;
  /** False when the disk did not give us the file. */
  isReadable: boolean;
}

/** Unknown values are null; titles and summaries are plain text, addresses absolute, times ISO 8601 in UTC. */
export interface ParsedItem {
  title: string | null;
  url: string | null;
  publishedAt: string | null;
  guid: string | null;
  summary: string | null;
}

export type WorkerAnswer = Omit<ParsedFile, 'file'>;

const TIME_LIMIT_MS = 20_000;
const MEMORY_LIMIT_MB = 512;

export interface Parsing {
  parse(file: FileToParse): Promise<ParsedFile>;
  stop(): Promise<void>;
}

export function parsing(timeLimitMs = TIME_LIMIT_MS): Parsing {
  let worker: Worker | undefined;
  const giveUp = async () => {
    await worker?.terminate();
    worker = undefined;
  };

  return {
    async parse(file) {
      worker ??= startWorker();
      const startedAt = performance.now();
      try {
        return { file: file.file, ...(await answerOf(worker, file, timeLimitMs)) };
      } catch (error) {
        await giveUp();
        const ms = Math.round(performance.now() - startedAt);
        return { file: file.file, ok: false, error: (error as Error).message, items: [], ms, isReadable: true };
      }
    },
    stop: giveUp,
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    // stdout is for results alone, whatever a parser may want to say.
    stdout: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  return worker;
}

function answerOf(worker: Worker, file: FileToParse, timeLimitMs: number): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => end(() => reject(new Error(`Not parsed within ${timeLimitMs / 1000} seconds`))),
      timeLimitMs,
    );
    const end = (settle: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // A worker that fails after it was given up must not end the program.
      worker.on('error', () => {});
      settle();
    };
    worker.once('message', (answer: WorkerAnswer) => end(() => resolve(answer)));
    worker.once('error', (error: NodeJS.ErrnoException) => end(() => reject(new Error(inWords(error)))));
    worker.once('exit', () => end(() => reject(new Error('The parser stopped without an answer'))));
    worker.postMessage(file);
  });
}

function inWords(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `Parsing it needs more than ${MEMORY_LIMIT_MB} MB of memory`;
  return `The parser failed: ${error.message}`;
}
