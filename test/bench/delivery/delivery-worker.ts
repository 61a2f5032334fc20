/**
 * A planner or a sender in a process of its own, which does one message after the other as it is told. Its stores lie in its
 * parent or in a database; SES is one over HTTP, or takes everything at once. Started by `startWorker`.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ChunkMessage, PlanMessage } from '../../../lambdas/delivery/messages.ts';
import { planAudience } from '../../../lambdas/delivery/plan-audience.ts';
import { sendChunk } from '../../../lambdas/delivery/send-chunk.ts';
import type { Outbox } from '../../../lambdas/platform/queue.ts';
import { benchLetters } from './bench-edition.ts';
import { type BenchStores, storesIn } from './database-stores.ts';
import { remote } from './remote.ts';
import { type HastyClock, hastyClock, senderTools, sendingTo } from './sender-tools.ts';
import type { Job, JobDone, WorkerSettings } from './start-worker.ts';

const { database, ses, answerWithinMs }: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');
const stores: BenchStores = database
  ? storesIn(database)
  : {
      campaigns: remote('campaigns'),
      ledgers: remote('ledgers'),
      lines: remote('lines'),
      evidence: remote('evidence'),
      lists: remote('lists'),
      manifests: remote('manifests'),
      recipients: remote('recipients'),
      pace: remote('pace'),
    };
const queues = { plans: remote<Outbox<PlanMessage>>('plans'), chunks: remote<Outbox<ChunkMessage>>('chunks') };
const send = ses ? sendingTo(ses, { answerWithinMs }) : async () => ({ kind: 'accepted' as const, messageId: '0107' });
// Not awaited here: a job may come before the letters are there, and must find us listening.
const lettersOf = benchLetters();

process.on('message', async (job: Job) => {
  if (!('work' in job)) return;
  const clock = hastyClock(job.aheadMs);
  if (job.work === 'plan') await plan(job.message, clock);
  if (job.work === 'send') await sendOne(job.message, clock);
  const heldMb = job.work === 'weigh' ? held() : 0;
  process.send?.({ done: true, heldMb, peakMb: peakMb(), aheadMs: clock.aheadMs() } satisfies JobDone);
});
process.on('disconnect', () => process.exit());

function plan(message: PlanMessage, clock: HastyClock): Promise<void> {
  return planAudience(message, { ...stores, ...queues, ...senderTools(send, clock) });
}

async function sendOne(message: ChunkMessage, clock: HastyClock): Promise<void> {
  return sendChunk(message, { ...stores, ...queues, ...senderTools(send, clock), letters: await lettersOf });
}

/** Of its whole life, garbage and all. */
const peakMb = () => process.resourceUsage().maxRSS / 1024;

/** What is left when the garbage is gone. */
function held(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
