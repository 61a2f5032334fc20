/** Ten million recipients, chunk by chunk: lanes, the planner before them, senders that die, sweeps, events. */
import { CHUNK_SIZE } from '../../../lambdas/delivery/ledger.ts';
import { ASSUMED_MS, seeded } from './assumed-times.ts';
import type { SimulatedLanes } from './simulated-lane.ts';

/** One sender in so many chunks dies in the middle of one. */
const CHUNKS_PER_CRASH = 5_000;
/** Until a dead sender's lease has run out (its run, and for clocks that differ), and until a sweep has looked. */
const LEASE_SECONDS = 65;
const SWEEP_SECONDS = 60;
/** As `plan-audience.ts` cuts: a page of readers and a manifest each, and ten ledgers side by side. */
const PLANNER_REQUESTS_A_CHUNK = 2.1;
const CHUNKS_A_RUN = 100;
const SHARDS = 64;
/** As `sweep-walk.ts` reads: a thousand chunks in some ninety units. */
const CHUNKS_A_SWEEP = 1_000;
const UNITS_A_SWEEP = 92;

export interface SimulatedSend {
  plannedAfterHours: number;
  lastAfterHours: number;
  /** Chunks under way or in the queue at once, at most. */
  inQueue: number;
  crashes: number;
  gbSeconds: number;
  sweepUnits: number;
}

interface Free {
  at: number;
  lane: number;
}

/** @param senderGb - memory of the function */
export function simulateSend(
  recipients: number,
  { lanes, chunkMs, functionMs }: SimulatedLanes,
  senderGb: number,
): SimulatedSend {
  const random = seeded(lanes);
  const chunks = Math.ceil(recipients / CHUNK_SIZE);
  const pick = () => Math.floor(random() * chunkMs.length);
  // Every lane at its next moment; there are few, so that they are simply looked through.
  const free: Free[] = Array.from({ length: lanes }, (_, lane) => ({ at: 0, lane }));
  const again: number[] = [];
  let [last, gbMs, crashes] = [0, 0, 0];
  for (let done = 0; done < chunks; ) {
    const lane = free.reduce((first, other) => (other.at < first.at ? other : first));
    const returned = again[0] !== undefined && again[0] <= lane.at;
    if (returned) again.shift();
    const from = Math.max(lane.at, returned ? 0 : plannedMs(done));
    const which = pick();
    if (random() < 1 / CHUNKS_PER_CRASH) {
      crashes += 1;
      const back = from + (LEASE_SECONDS + random() * SWEEP_SECONDS) * 1_000;
      again.push(back);
      lane.at = from + (chunkMs[which] ?? 0) / 2;
      continue;
    }
    lane.at = from + (chunkMs[which] ?? 0);
    gbMs += (functionMs[which] ?? 0) * senderGb;
    last = Math.max(last, lane.at);
    done += 1;
  }
  const hours = (ms: number) => ms / 3_600_000;
  return {
    plannedAfterHours: hours(plannedMs(chunks)),
    lastAfterHours: hours(last),
    inQueue: lanes + 1,
    crashes,
    gbSeconds: gbMs / 1_000,
    sweepUnits: Math.ceil(last / 60_000) * UNITS_A_SWEEP * Math.min(1, chunks / CHUNKS_A_SWEEP),
  };
}

/** When the walk has cut so many chunks. */
function plannedMs(chunks: number): number {
  const runs = Math.floor(chunks / CHUNKS_A_RUN);
  return (
    chunks * PLANNER_REQUESTS_A_CHUNK * ASSUMED_MS.table + runs * (ASSUMED_MS.queue + ASSUMED_MS.toFunction) + SHARDS
  );
}

/** What events cost per thousand recipients: two come of each mail, and those of one chunk in one batch are one write. */
export function simulateEvents(
  { rate, lanes }: Pick<SimulatedLanes, 'rate' | 'lanes'>,
  { batchSize, windowSeconds, batchesAtOnce }: { batchSize: number; windowSeconds: number; batchesAtOnce: number },
): { writesPerThousand: number; batchesASecond: number } {
  const random = seeded(batchSize);
  const messages = Math.max(20_000, Math.ceil(rate.aim * 60));
  const events: { at: number; items: string[] }[] = [];
  for (let message = 0; message < messages; message += 1) {
    const lane = message % lanes;
    const inLane = Math.floor(message / lanes);
    const sentAt = message / rate.aim;
    const [chunk, index] = [`${lane}-${Math.floor(inLane / CHUNK_SIZE)}`, inLane % CHUNK_SIZE];
    // Both are evidence of the chunk; that of its sending also brings SES's id, of which 25 are in an item.
    for (const items of [[chunk, `${chunk} ${Math.floor(index / 25)}`], [chunk]]) {
      const delay = -Math.log(1 - random()) * (ASSUMED_MS.event / 1_000);
      events.push({ at: sentAt + delay, items });
    }
  }
  events.sort((one, other) => one.at - other.at);
  const batches = Array.from({ length: batchesAtOnce }, () => ({ since: 0, size: 0, items: new Set<string>() }));
  let [writes, count] = [0, 0];
  for (const { at, items } of events) {
    const batch = batches[Math.floor(random() * batchesAtOnce)];
    if (!batch) continue;
    if (batch.size === 0) batch.since = at;
    batch.size += 1;
    for (const item of items) batch.items.add(item);
    if (batch.size < batchSize && at - batch.since < windowSeconds) continue;
    writes += batch.items.size;
    count += 1;
    batch.items.clear();
    batch.size = 0;
  }
  return { writesPerThousand: (writes / messages) * 1_000, batchesASecond: count / (messages / rate.aim) };
}
