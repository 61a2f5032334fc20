/** One warm instance of a function: loads its bundle once and answers one invocation after another, as Lambda's runtime does. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, WorkerReply, WorkerSettings } from './worker-messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('worker.ts runs in a worker thread only');

// The one option of Node that bundles ask for by environment; a worker does not read it by itself.
if (process.env.NODE_OPTIONS?.includes('--enable-source-maps')) process.setSourceMapsEnabled(true);

const send = (reply: WorkerReply) => port.postMessage(reply);

try {
  const handler = await load(settings);
  send({ type: 'ready' });
  port.on('message', (invocation: Invocation) => void answer(handler, invocation));
} catch (error) {
  send({ type: 'broken', error: describe(error) });
}

async function load({ folder, handler }: WorkerSettings): Promise<Handler> {
  const [file = '', name = ''] = handler.split('.');
  const found = ['mjs', 'js', 'cjs'].map((ending) => join(folder, `${file}.${ending}`)).find(existsSync);
  if (!found) throw new Error(`${folder} holds no ${file}.mjs, .js or .cjs`);
  const module = (await import(pathToFileURL(found).href)) as Record<string, unknown> & {
    default?: Record<string, unknown>;
  };
  const exported = module[name] ?? module.default?.[name];
  if (typeof exported !== 'function') throw new Error(`${found} does not export ${name}`);
  return exported as Handler;
}

async function answer(handler: Handler, { requestId, event, deadline }: Invocation): Promise<void> {
  const before = process.threadCpuUsage();
  const cpuMs = () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    const result = JSON.stringify((await handler(JSON.parse(event), contextOf(requestId, deadline))) ?? null);
    send({ type: 'answer', requestId, cpuMs: cpuMs(), result });
  } catch (error) {
    send({ type: 'failure', requestId, cpuMs: cpuMs(), error: describe(error) });
  }
}

function contextOf(requestId: string, deadline: number): unknown {
  return {
    awsRequestId: requestId,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): { name: string; message: string; stack: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: String(error) };
  return { name: error.name, message: error.message, stack: error.stack ?? error.message };
}
