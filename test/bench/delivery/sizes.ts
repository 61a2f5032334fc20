/** How fast a campaign goes out without any pace, and how much memory that takes, by the number of its recipients. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChunkMessage, PlanMessage } from '../../../lambdas/delivery/messages.ts';
import { outboxInMemory } from '../../../lambdas/platform/queue.ts';
import { bundled } from '../bundling.ts';
import { aCampaignOfBench } from './bench-campaign.ts';
import { type BenchStores, storesIn } from './database-stores.ts';
import { storesInMemory } from './memory-stores.ts';
import { startDatabase } from './start-database.ts';
import { startSes } from './start-ses.ts';
import { type JobDone, startWorker, type WorkerSettings } from './start-worker.ts';

/** As in the template (lib/delivery.ts). */
const PLANNER_MB = 256;
const SENDER_MB = 512;
const LOOK_AGAIN_MS = 20;

const SIZES = [
  { recipients: 10_000, where: 'database' },
  { recipients: 100_000, where: 'database' },
  { recipients: 10_000, where: 'memory' },
  { recipients: 100_000, where: 'memory' },
  { recipients: 1_000_000, where: 'memory' },
] as const;
const WHERE = {
  database: 'DynamoDB client, a database and SES beside it',
  memory: 'in memory of another process, SES takes all at once',
};

interface Sent {
  plannedAfter: number;
  lastAfter: number;
  planner: JobDone;
  sender: JobDone;
}

export async function measureSizes(sizes: readonly (typeof SIZES)[number][] = SIZES): Promise<void> {
  const { files, remove } = await bundled(['test/bench/delivery/delivery-worker.ts']);
  console.log(
    '\n| recipients | stores | planned after, s | last message after, s | messages a second | planner holds, MB | its peak | sender holds, MB | its peak |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  try {
    for (const { recipients, where } of sizes) {
      const { plannedAfter, lastAfter, planner, sender } = await (where === 'memory'
        ? sendInMemory(files[0] ?? '', recipients)
        : sendInDatabase(files[0] ?? '', recipients));
      const times = [plannedAfter, lastAfter].map((seconds) => seconds.toFixed(1));
      const speed = Math.round(recipients / lastAfter).toLocaleString('en-US');
      const memory = [planner, sender].flatMap(({ heldMb, peakMb }) => [heldMb.toFixed(1), peakMb.toFixed(0)]);
      console.log(`| ${[recipients.toLocaleString('en-US'), WHERE[where], ...times, speed, ...memory].join(' | ')} |`);
    }
  } finally {
    remove();
  }
}

const sendInMemory = (file: string, recipients: number): Promise<Sent> =>
  sendAll(file, recipients, storesInMemory(recipients), {});

async function sendInDatabase(file: string, recipients: number): Promise<Sent> {
  const ses = await startSes('faultless');
  const { database, stop } = await startDatabase(recipients);
  try {
    return await sendAll(file, recipients, storesIn(database), { database, ses: ses.url });
  } finally {
    stop();
    ses.stop();
  }
}

/** One planner and one sender, at the same time. */
async function sendAll(
  file: string,
  recipients: number,
  stores: BenchStores,
  where: Pick<WorkerSettings, 'database' | 'ses'>,
): Promise<Sent> {
  const [plans, chunks] = [outboxInMemory<PlanMessage>(), outboxInMemory<ChunkMessage>()];
  const { campaigns } = stores;
  const campaign = aCampaignOfBench();
  await campaigns.start(campaign);
  const shared = { ...stores, plans, chunks };
  const planner = startWorker(file, where, shared, PLANNER_MB);
  const sender = startWorker(file, where, shared, SENDER_MB);
  const begun = performance.now();
  const after = () => (performance.now() - begun) / 1_000;
  const done: Partial<Sent> = {};
  const planning = (async () => {
    await plans.send({ campaignId: campaign.id, shard: 0 });
    for (const message of plans.sent) await planner.do({ work: 'plan', message, aheadMs: 0 });
    done.plannedAfter = after();
  })();
  for (let next = 0; next < chunks.sent.length || done.plannedAfter === undefined; ) {
    const message = chunks.sent[next];
    if (message) next += 1;
    if (message) done.sender = await sender.do({ work: 'send', message, aheadMs: done.sender?.aheadMs ?? 0 });
    else await sleep(LOOK_AGAIN_MS);
  }
  await planning;
  done.lastAfter = after();
  done.planner = await planner.do({ work: 'weigh', aheadMs: 0 });
  done.sender = await sender.do({ work: 'weigh', aheadMs: 0 });
  planner.kill();
  sender.kill();
  const { status, totals } = (await campaigns.find(campaign.id)) ?? {};
  if (status !== 'closed' || totals?.accepted !== recipients) {
    throw new Error(`Of ${recipients} were sent: ${status} ${JSON.stringify(totals)}`);
  }
  return done as Sent;
}
