/**
 * The send engine and a bare loop around SES, taking turns in one process, on the same messages to the same SES. SES and the
 * database are processes of their own, so only what a sender does itself counts. Started by `measureEngine`.
 */
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { ChunkMessage, PlanMessage } from '../../../lambdas/delivery/messages.ts';
import { planAudience } from '../../../lambdas/delivery/plan-audience.ts';
import { sendChunk } from '../../../lambdas/delivery/send-chunk.ts';
import { outboxInMemory } from '../../../lambdas/platform/queue.ts';
import type { RawMail } from '../../../lambdas/platform/ses.ts';
import { cpuMs } from '../cpu-time.ts';
import { aCampaignOfBench, EDITION_ID } from './bench-campaign.ts';
import { benchLetters } from './bench-edition.ts';
import { type BenchStores, storesIn } from './database-stores.ts';
import type { EngineRound } from './engine.ts';
import { storesInMemory } from './memory-stores.ts';
import { hastyClock, senderTools, sendingTo } from './sender-tools.ts';

const [ses = '', database = '', messagesWanted = '0', roundsWanted = '0'] = process.argv.slice(2);
const messages = Number(messagesWanted);
/** As many as our sender has under way. */
const AT_ONCE = 10;

const send = sendingTo(ses);
const bareClient = new SESClient({ endpoint: ses });
const letters = await benchLetters();
const inDatabase = storesIn(JSON.parse(database));
const inMemory = storesInMemory(messages);
/** What ours hands to SES the first time, and the bare loop ever after. */
const mails: RawMail[] = [];
let campaigns = 0;
const clock = hastyClock();

await runOf(inMemory, async (mail) => {
  mails.push(mail);
  return send(mail);
});
// One round is for the compiler.
for (let round = -1; round < Number(roundsWanted); round += 1) {
  const bare = await cpuMs(bareLoop);
  const memory = await runOf(inMemory);
  const dynamo = await runOf(inDatabase);
  if (round >= 0) process.send?.({ bare, memory, dynamo } satisfies EngineRound);
}
process.disconnect();

/** One batch after the other, and nothing else. */
async function bareLoop(): Promise<void> {
  for (let from = 0; from < mails.length; from += AT_ONCE) {
    const batch = mails.slice(from, from + AT_ONCE).map(({ from: Source, to, raw, configurationSet, tags }) =>
      bareClient.send(
        new SendRawEmailCommand({
          Source,
          Destinations: [to],
          RawMessage: { Data: Buffer.from(raw, 'latin1') },
          ConfigurationSetName: configurationSet,
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
        }),
      ),
    );
    await Promise.all(batch);
  }
}

/** Plans a campaign, and sends it. @returns CPU milliseconds of the sending, from the queue's messages to the closed books */
async function runOf(stores: BenchStores, handOver = send): Promise<number> {
  const [plans, chunks] = [outboxInMemory<PlanMessage>(), outboxInMemory<ChunkMessage>()];
  campaigns += 1;
  const id = `${EDITION_ID}-${campaigns}`;
  await stores.campaigns.start(aCampaignOfBench(id));
  const planning = { ...stores, plans, chunks, ...senderTools(send, clock) };
  plans.sent.push({ campaignId: id, shard: 0 });
  for (const plan of plans.sent) await planAudience(plan, planning);
  const used = await cpuMs(async () => {
    for (const chunk of chunks.sent)
      await sendChunk(chunk, { ...stores, letters, chunks, ...senderTools(handOver, clock) });
  });
  const { status, totals } = (await stores.campaigns.find(id)) ?? {};
  if (status !== 'closed' || totals?.accepted !== messages)
    throw new Error(`Not all was sent: ${JSON.stringify(totals)}`);
  return used;
}
