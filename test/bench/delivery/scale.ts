/** `npm run bench -- scale`: how ten million recipients would go out, at several rates of SES. */
import { ASSUMED_MS, SLOW_ANSWERS } from './assumed-times.ts';
import { type SimulatedLanes, simulateLanes } from './simulated-lane.ts';
import { simulateEvents, simulateSend } from './simulated-send.ts';

const RECIPIENTS = 10_000_000;
const SES_PER_SECOND = [14, 50, 300, 1_000];
/** As in the template (lib/delivery.ts). */
const SENDER_GB = 0.5;
const EVENT_BATCHES = { batchSize: 2_000, windowSeconds: 60, batchesAtOnce: 2 };
const SHORTER_BATCHES = { ...EVENT_BATCHES, windowSeconds: 5 };
const SMALLER_BATCHES = { ...SHORTER_BATCHES, batchSize: 200 };
/** Writes that DynamoDB takes a second in one partition. */
const PARTITION_WRITES = 1_000;
/** Of a chunk, in the partition of its walk: its manifest is two, its ledger one, and one for every window and the end. */
const WRITES_A_CHUNK = 2 + 1 + 11;

export async function simulateScale(): Promise<void> {
  const assumed = Object.entries(ASSUMED_MS).map(([what, ms]) => `${what} ${ms} ms`);
  console.log(`\nAssumed: ${assumed.join(', ')}; ${SLOW_ANSWERS * 100} % of SES's answers take four times as long`);
  const all = new Map<number, SimulatedLanes>();
  for (const perSecond of SES_PER_SECOND) all.set(perSecond, await simulateLanes(perSecond));
  printTimes(all);
  printLoad(all);
}

function printTimes(all: Map<number, SimulatedLanes>): void {
  console.log(
    `\n| SES lets send, a second | we aim at | senders at once | sent in fact | planned after, h | last of ${RECIPIENTS.toLocaleString('en-US')} after, h | senders that died | GB-seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- |`,
  );
  for (const [perSecond, simulated] of all) {
    const { plannedAfterHours, lastAfterHours, crashes, gbSeconds } = simulateSend(RECIPIENTS, simulated, SENDER_GB);
    const really = RECIPIENTS / (lastAfterHours * 3_600);
    const { rate, lanes } = simulated;
    const cells = [
      perSecond,
      rate.aim.toFixed(1),
      lanes,
      really.toFixed(1),
      plannedAfterHours.toFixed(2),
      lastAfterHours.toFixed(1),
      crashes,
    ];
    console.log(`| ${[...cells, Math.round(gbSeconds).toLocaleString('en-US')].join(' | ')} |`);
  }
}

function printLoad(all: Map<number, SimulatedLanes>): void {
  console.log(
    `\n| SES lets send, a second | writes a second in a walk's partition, of ${PARTITION_WRITES} | event writes per 1,000, batches of ${SMALLER_BATCHES.batchSize} within ${SMALLER_BATCHES.windowSeconds} s | … of ${SHORTER_BATCHES.batchSize} | … of ${EVENT_BATCHES.batchSize} within ${EVENT_BATCHES.windowSeconds} s | batches of events a second | chunks in the queue at once, at most | read units of sweeps |\n| --- | --- | --- | --- | --- | --- | --- | --- |`,
  );
  for (const [perSecond, simulated] of all) {
    const small = simulateEvents(simulated, SMALLER_BATCHES);
    const shorter = simulateEvents(simulated, SHORTER_BATCHES);
    const large = simulateEvents(simulated, EVENT_BATCHES);
    const { inQueue, sweepUnits } = simulateSend(RECIPIENTS, simulated, SENDER_GB);
    const writes = (simulated.rate.aim / 100) * WRITES_A_CHUNK + (simulated.rate.aim / 1_000) * large.writesPerThousand;
    const cells = [
      perSecond,
      writes,
      small.writesPerThousand,
      shorter.writesPerThousand,
      large.writesPerThousand,
      large.batchesASecond,
      inQueue,
      sweepUnits,
    ];
    console.log(
      `| ${cells.map((cell) => (cell < 10 ? Number(cell.toFixed(1)) : Math.round(cell)).toLocaleString('en-US')).join(' | ')} |`,
    );
  }
}
