/** The functions of the template: their environment, their warm instances, and what an invocation costs. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import { type FunctionLog, functionLog, type Log } from './function-log.ts';
import type { Identities } from './identities.ts';
import { FunctionError, type Instance, startInstance } from './instance.ts';
import type { Principal } from './policies.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';
import type { Usage } from './usage.ts';
import type { WorkerSettings } from './worker-messages.ts';

const propertiesSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
});

/** Threads per function: enough to see concurrency, few enough for two cores. */
const MOST_INSTANCES = 4;
const IDLE_LIMIT_MS = 90_000;

export interface LocalFunction {
  id: string;
  name: string;
  arn: string;
  role: Principal;
  accessKeyId: string;
  timeoutSeconds: number;
  concurrency: number;
  deadLetterArn: string | undefined;
  /** @throws FunctionError when the handler throws or its environment is taken away; already reported by then */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export interface FunctionWorld {
  stack: Stack;
  identities: Identities;
  usage: Usage;
  logFolder: string;
  log: Log;
}

export function readFunctions(world: FunctionWorld): LocalFunction[] {
  return world.stack.of('AWS::Lambda::Function').map((resource) => readFunction(resource, world));
}

function readFunction(resource: Deployed, world: FunctionWorld): LocalFunction {
  const { stack, identities, usage } = world;
  const properties = readProperties(propertiesSchema, resource);
  const folder = stack.assetFolder(properties.Code.S3Key);
  if (!folder) throw new LocalError(`${resource.id}: its code ${properties.Code.S3Key} is not among the assets`);
  const log = functionLog(world.logFolder, resource.id, world.log);
  const accessKeyId = `LOCAL${randomBytes(10).toString('hex').toUpperCase()}`;
  const settings: WorkerSettings = {
    folder,
    handler: properties.Handler,
    functionName: resource.ref,
    functionArn: stack.arnOf(resource),
    memoryMb: properties.MemorySize,
  };
  const env = { ...runtimeEnvironment(settings, accessKeyId, stack.url), ...properties.Environment.Variables };
  const concurrency = Math.min(properties.ReservedConcurrentExecutions ?? MOST_INSTANCES, MOST_INSTANCES);
  const pool = instancePool(concurrency, () => startInstance(settings, env, log));

  return {
    id: resource.id,
    name: resource.ref,
    arn: settings.functionArn,
    role: identities.roleNamed(properties.Role),
    accessKeyId,
    timeoutSeconds: properties.Timeout,
    concurrency,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    stop: pool.stop,
    invoke: (event) =>
      pool.use(async (instance) => {
        const started = performance.now();
        const cpuBefore = instance.cpuMs;
        try {
          return await instance.invoke(event, randomUUID(), properties.Timeout * 1000);
        } catch (error) {
          if (error instanceof FunctionError && error.kind !== 'stopped') report(resource.id, error, log, world.log);
          throw error;
        } finally {
          const count = usage.of(resource.id);
          count.invocations += 1;
          count.cpuMs += instance.cpuMs - cpuBefore;
          count.gbSeconds += ((performance.now() - started) / 1000) * (properties.MemorySize / 1024);
        }
      }),
  };
}

function report(id: string, error: FunctionError, log: FunctionLog, terminal: Log): void {
  log.write(error.thrown?.stack ?? error.message);
  terminal(`✖ ${id}: ${error.message}`);
}

function runtimeEnvironment(
  { functionName, memoryMb, folder, handler }: WorkerSettings,
  accessKeyId: string,
  url: string,
): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: randomBytes(20).toString('hex'),
    AWS_SESSION_TOKEN: randomBytes(20).toString('hex'),
    AWS_ENDPOINT_URL: url,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    TZ: ':UTC',
  };
}

interface Pool {
  use<T>(work: (instance: Instance) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Reuses the instance that was idle last, starts another while there is room, and otherwise makes callers wait. */
function instancePool(most: number, start: () => Instance): Pool {
  const idle: Array<{ instance: Instance; since: number }> = [];
  const waiting: Array<() => void> = [];
  const all = new Set<Instance>();
  let busy = 0;

  const sweep = setInterval(() => {
    while (idle[0] && idle[0].since < Date.now() - IDLE_LIMIT_MS) discard(idle.shift()?.instance);
  }, IDLE_LIMIT_MS / 3).unref();

  function discard(instance: Instance | undefined): void {
    if (!instance) return;
    all.delete(instance);
    if (instance.alive) void instance.stop();
  }

  function take(): Instance {
    const warm = idle.pop()?.instance;
    if (warm?.alive) return warm;
    discard(warm);
    if (warm) return take();
    const fresh = start();
    all.add(fresh);
    return fresh;
  }

  return {
    async use(work) {
      if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      const instance = take();
      try {
        return await work(instance);
      } finally {
        if (instance.alive) idle.push({ instance, since: Date.now() });
        else discard(instance);
        // The place is handed on; only when nobody waits does it become free.
        const next = waiting.shift();
        if (next) next();
        else busy -= 1;
      }
    },
    async stop() {
      clearInterval(sweep);
      await Promise.all([...all].map((instance) => instance.stop()));
    },
  };
}
