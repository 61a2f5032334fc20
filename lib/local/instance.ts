/** A worker thread that stands for one warm execution environment of a function. */
import { Worker } from 'node:worker_threads';
import type { FunctionLog } from './function-log.ts';
import type { Invocation, Thrown, WorkerReply, WorkerSettings } from './worker-messages.ts';

/** Lambda ends an initialisation that takes longer. */
const INIT_LIMIT_MS = 10_000;
/** What goes into a function at once, and what may come out. */
export const PAYLOAD_LIMIT_BYTES = 6_291_556;

/** An invocation that ended badly; `kind` says whether the code threw or the environment was taken away. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly kind: 'thrown' | 'timeout' | 'memory' | 'crash' | 'stopped';
  readonly thrown: Thrown | undefined;
  constructor(kind: FunctionError['kind'], message: string, thrown?: Thrown) {
    super(message);
    this.kind = kind;
    this.thrown = thrown;
  }
}

export interface Instance {
  /** False once its thread has ended; it must not be used again. */
  alive: boolean;
  /** What its invocations have cost so far. One runs at a time, so the thread's time is theirs; loading it is not counted. */
  cpuMs: number;
  invoke(event: unknown, requestId: string, limitMs: number): Promise<unknown>;
  stop(): Promise<void>;
}

export function startInstance(settings: WorkerSettings, env: Record<string, string>, log: FunctionLog): Instance {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: settings,
    env,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
  });
  log.follow(worker.stdout, worker.stderr);
  let end: (reason: FunctionError) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  // Nobody may be waiting when an idle thread ends.
  ended.catch(() => {});

  const instance: Instance = {
    alive: true,
    cpuMs: 0,
    async invoke(event, requestId, limitMs) {
      await within(ready, INIT_LIMIT_MS, 'its initialisation took longer than 10 s');
      const answer = nextReply(requestId);
      // Only now does the clock of the invocation start, as in Lambda.
      const invocation: Invocation = { requestId, event: JSON.stringify(event), deadline: Date.now() + limitMs };
      worker.postMessage(invocation);
      return within(answer, limitMs, `ended after its timeout of ${limitMs / 1000} s`);
    },
    async stop() {
      instance.alive = false;
      end(new FunctionError('stopped', 'the run ended'));
      await worker.terminate();
    },
  };

  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', (reply: WorkerReply) => {
      if (reply.type === 'ready') return resolve();
      const thrown = reply.type === 'broken' ? reply.error : undefined;
      instance.alive = false;
      void worker.terminate();
      reject(new FunctionError('thrown', `could not be loaded: ${thrown?.message}`, thrown));
    });
  });
  ready.catch(() => {});

  worker.on('error', (error: Error & { code?: string }) => {
    instance.alive = false;
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return end(new FunctionError('memory', `used more than its ${settings.memoryMb} MB`));
    end(
      new FunctionError('crash', `crashed: ${error.message}`, {
        name: error.name,
        message: error.message,
        stack: error.stack ?? '',
      }),
    );
  });
  worker.on('exit', (code) => {
    instance.alive = false;
    end(new FunctionError('crash', `its process ended with code ${code}`));
  });

  function nextReply(requestId: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const listen = (reply: WorkerReply) => {
        if (!('requestId' in reply) || reply.requestId !== requestId) return;
        worker.off('message', listen);
        instance.cpuMs += reply.cpuMs;
        if (reply.type === 'answer' && Buffer.byteLength(reply.result) > PAYLOAD_LIMIT_BYTES) {
          reject(new FunctionError('thrown', `answered more than ${PAYLOAD_LIMIT_BYTES} bytes`));
        } else if (reply.type === 'answer') resolve(JSON.parse(reply.result));
        else reject(new FunctionError('thrown', `${reply.error.name}: ${reply.error.message}`, reply.error));
      };
      worker.on('message', listen);
    });
  }

  async function within<T>(work: Promise<T>, limitMs: number, message: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        instance.alive = false;
        void worker.terminate();
        reject(new FunctionError('timeout', message));
      }, limitMs);
    });
    try {
      return await Promise.race([work, ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return instance;
}
