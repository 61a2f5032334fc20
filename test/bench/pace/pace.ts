/**
 * How many mails arrive at an SES within any one second, over HTTP, while the sender's machine stands still every now and
 * then: with our turns, and with the same distances kept between the beginnings of sends and nothing else.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SESClient } from '@aws-sdk/client-ses';
import { type LaneShare, laneShare, lanesFor, lanesInUse } from '../../../lambdas/delivery/lane-share.ts';
import { type Rate, rateOf } from '../../../lambdas/delivery/send-quota.ts';
import { type Turns, turnsIn } from '../../../lambdas/delivery/send-turns.ts';
import { sendWindow } from '../../../lambdas/delivery/send-window.ts';
import { type SendMail, sendOnce } from '../../../lambdas/platform/ses.ts';

const QUOTAS = [14, 50, 100];
const SECONDS = 12;
/** Of a chunk: then the lane goes to the next sender. */
const MESSAGES_A_SENDER = 40;
const WINDOW = 10;
const STANDS_STILL_EVERY_MS = 2_300;
const STANDS_STILL_MS = 250;
const UNBOUND = Number.POSITIVE_INFINITY;
const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };

type TurnsOf = (share: LaneShare, answeredAt: number[]) => Turns;

export async function measurePace(): Promise<void> {
  const receiver = new Worker(new URL('./receiver.ts', import.meta.url));
  const [port] = (await once(receiver, 'message')) as [number];
  const client = new SESClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    maxAttempts: 1,
  });
  const send = sendOnce(client);
  const standing = setInterval(() => standStill(STANDS_STILL_MS), STANDS_STILL_EVERY_MS);
  console.log(
    `\nMails that arrive in any one second over HTTP; the sender's machine stands still for ${STANDS_STILL_MS} ms every ${STANDS_STILL_EVERY_MS} ms.\n`,
  );
  console.log('| quota | promised at most | our turns: most | on average | distances alone: most | on average |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  try {
    for (const quota of QUOTAS) {
      const rate = rateOf({ perSecond: quota }, UNBOUND);
      const promised = Math.floor(rate.cap);
      const ours = await measured(rate, (share, answeredAt) => turnsIn(share, answeredAt, clock), send, receiver);
      // As if the distances alone could promise it.
      const alone = await measured({ ...rate, aim: promised }, distancesAlone, send, receiver);
      console.log(`| ${quota} | ${promised} | ${ours.most} | ${ours.average} | ${alone.most} | ${alone.average} |`);
      if (ours.most > promised) process.exitCode = 1;
    }
  } finally {
    clearInterval(standing);
    client.destroy();
    await receiver.terminate();
  }
}

async function measured(rate: Rate, turnsOf: TurnsOf, send: SendMail, receiver: Worker) {
  const inUse = lanesInUse(rate, lanesFor(rate.aim));
  const share = laneShare(rate, inUse);
  const until = Date.now() + SECONDS * 1_000;
  await Promise.all(Array.from({ length: inUse }, () => workInLane(share, turnsOf, send, until)));
  receiver.postMessage('report');
  const [arrivals] = (await once(receiver, 'message')) as [number[]];
  const lasted = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1_000;
  return { most: mostInASecond(arrivals), average: (arrivals.length / lasted).toFixed(1) };
}

/** One sender after another. */
async function workInLane(share: LaneShare, turnsOf: TurnsOf, send: SendMail, until: number): Promise<void> {
  let answeredAt: number[] = [];
  while (Date.now() < until) {
    const turns = turnsOf(share, answeredAt);
    for (let sent = 0; sent < MESSAGES_A_SENDER && Date.now() < until; sent += WINDOW) {
      await sendWindow(aWindow(), { send, turns, isTimeUp: () => false });
    }
    answeredAt = turns.leaving().answeredAt;
  }
}

const RAW = 'x'.repeat(30_000);
const aWindow = () =>
  Array.from({ length: WINDOW }, (_, index) => ({
    index,
    mail: () => ({
      from: 'news@mail.example.org',
      to: `reader-${index}@example.net`,
      raw: RAW,
      configurationSet: 'bulk',
      tags: { campaign: 'bench' },
    }),
  }));

/** What the pace was before: a lane's share lies between two beginnings, and nobody asks when a message arrived. */
function distancesAlone({ intervalMs }: LaneShare): Turns {
  let nextAt = Date.now() + intervalMs;
  return {
    async next() {
      const waitMs = Math.ceil(nextAt - Date.now());
      if (waitMs > 0) await sleep(waitMs);
      nextAt = Date.now() + intervalMs;
      return { answered() {}, unused() {} };
    },
    changeTo() {},
    leaving: () => ({ answeredAt: [], sent: 0 }),
  };
}

function mostInASecond(arrivals: number[]): number {
  const inOrder = arrivals.toSorted((one, other) => one - other);
  let first = 0;
  return inOrder.reduce((most, at, index) => {
    while ((inOrder[first] as number) <= at - 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
