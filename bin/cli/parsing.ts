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
  /** Never throws: what goes wrong is the file's own error. One call at a time. */
  parse(file: FileToParse): Promise<ParsedFile>;
  stop(): Promise<void>;
}

export function parsing(timeLimitMs = TIME_LIMIT_MS): Parsing {
  let parser: Parser | undefined;
  return {
    async parse(file) {
      parser ??= startParser();
      const startedAt = performance.now();
      try {
        return { file: file.file, ...(await parser.ask(file, timeLimitMs)) };
      } catch (error) {
        await parser.stop();
        parser = undefined;
        const ms = Math.round(performance.now() - startedAt);
        return { file: file.file, ok: false, error: (error as Error).message, items: [], ms, isReadable: true };
      }
    },
    stop: async () => parser?.stop(),
  };
}

interface Parser {
  ask(file: FileToParse, timeLimitMs: number): Promise<WorkerAnswer>;
  stop(): Promise<void>;
}

interface Asked {
  resolve(answer: WorkerAnswer): void;
  reject(error: Error): void;
}

function startParser(): Parser {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    // stdout is for results alone, whatever a parser may want to say.
    stdout: true,
  });
  let asked: Asked | undefined;
  worker.on('message', (answer: WorkerAnswer) => asked?.resolve(answer));
  worker.on('error', (error: NodeJS.ErrnoException) => asked?.reject(new Error(inWords(error))));
  worker.on('exit', () => asked?.reject(new Error('The parser stopped without an answer')));

  return {
    ask(file, timeLimitMs) {
      const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
      asked = { resolve, reject };
      const tooLong = () => reject(new Error(`Not parsed within ${timeLimitMs / 1000} seconds`));
      const timer = setTimeout(tooLong, timeLimitMs);
      worker.postMessage(file);
      return promise.finally(() => clearTimeout(timer));
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function inWords(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return `Parsing it needs more than ${MEMORY_LIMIT_MB} MB of memory`;
  return `The parser failed: ${error.message}`;
}
