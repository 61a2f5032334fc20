import { eventOf } from '../../delivery/ses-model.ts';
import { aWorld, type World } from '../../delivery/world.ts';
import type { Suffered } from './faults.ts';
import { startSes } from './start-ses.ts';
import { startWorker, type Worker } from './start-worker.ts';

const SENDER_MB = 512;
/** Shorter than the deployed ten seconds, so that nobody waits here: an SES that is silent is silent for longer. */
const ANSWER_WITHIN_MS = 1_000;
const MINUTES_AT_MOST = 12 * 60;
/** Until SQS hands the message of a dead sender out again, as the template says. */
const VISIBILITY_SECONDS = 360;

/** Our sender through all of its crashes; its stores and queues outlive it, as they do on AWS. */
export async function sendByLedger(
  file: string,
  recipients: number,
  { crashesAt }: { crashesAt: readonly number[] },
): Promise<Suffered & { minutes: number }> {
  const world = Object.assign(aWorld({ readers: recipients }), { whenSilent: 'resend' as const });
  const taken = new Map<string, number>();
  const events: string[] = [];
  const crashes = [...crashesAt];
  let calls = 0;
  let sender: Worker | undefined;
  const ses = await startSes('faulty', ({ to, tags }) => {
    taken.set(to, (taken.get(to) ?? 0) + 1);
    events.push(eventOf('Send', { to, tags }), eventOf('Delivery', { to, tags }));
    calls += 1;
    if (calls < (crashes[0] ?? Number.POSITIVE_INFINITY)) return;
    crashes.shift();
    sender?.kill();
  });
  const begun = world.now();
  await world.start();
  await world.plan();
  for (let minute = 0; minute < MINUTES_AT_MOST && !(await world.campaign()).totals; minute += 1) {
    for (const message of world.plans.sent.splice(0)) await world.plan(message);
    for (const message of world.chunks.sent.splice(0)) {
      sender ??= startWorker(file, { ses: ses.url, answerWithinMs: ANSWER_WITHIN_MS }, storesOf(world), SENDER_MB);
      if (await sendOne(sender, message, world)) continue;
      sender = undefined;
      world.wait(VISIBILITY_SECONDS);
      await world.chunks.send(message);
    }
    await world.hear(events.splice(0));
    await world.sweep();
    world.wait(60);
  }
  sender?.kill();
  ses.stop();
  const { unknown, held } = await world.totals();
  return { taken, unknown, held, minutes: (world.now().getTime() - begun.getTime()) / 60_000 };
}

/** What it asks its parent for. */
function storesOf({ campaigns, ledgers, lines, manifests, recipients, pace, plans, chunks }: World) {
  return { campaigns, ledgers, lines, manifests, recipients, pace, plans, chunks };
}

/** The sender's clock is the world's, and goes on for both. @returns false when it died over it */
async function sendOne(sender: Worker, message: World['chunks']['sent'][number], world: World): Promise<boolean> {
  const done = await sender.do({ work: 'send', message, aheadMs: world.now().getTime() - Date.now() });
  if (done) world.wait((Date.now() + done.aheadMs - world.now().getTime()) / 1_000);
  return done !== undefined;
}
