import type { Outbox } from '../platform/queue.ts';
import { chunkPlace } from './chunk-ids.ts';
import { CHUNKS_AT_ONCE } from './fair-share.ts';
import { type Ledger, pendingOf } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { Line, Lines } from './lines.ts';
import type { ChunkMessage } from './messages.ts';

export interface QueueDeps {
  lines: Lines;
  ledgers: Pick<Ledgers, 'range'>;
  chunks: Outbox<ChunkMessage>;
  now: () => Date;
}

/** The chunk that ended, and what its campaign may have under way. */
interface Ended {
  number: number;
  /** With so many queued behind it nothing more is needed. */
  enough: number;
  atOnce: number;
}

/** After a chunk: brings its campaign's next ones, unless enough of them are queued already. */
export async function queueNext(campaignId: string, walk: number, ended: Ended, deps: QueueDeps): Promise<void> {
  const line = await deps.lines.find(campaignId, walk);
  if (!line || line.queuedTo - ended.number >= ended.enough) return;
  await queueFrom(line, ended.number, ended.atOnce, deps);
}

/**
 * Queues the chunks behind the line's end. Of several that would at the same time one does. The line moves first: messages
 * that are lost with their sender then are found by sweeps, as all are that get lost.
 *
 * @param doneTo - about so many chunks are done
 */
export async function queueFrom(line: Line, doneTo: number, atOnce: number, deps: QueueDeps): Promise<void> {
  const now = deps.now();
  let end = line;
  for (;;) {
    const next = await chunksBehind(end, atOnce, deps);
    const to = { queuedTo: end.queuedTo + next.length, doneTo: Math.max(doneTo, end.doneTo) };
    if (next.length === 0 || !(await deps.lines.move(end, to, now))) return;
    if (await queueDue(next, now, deps)) return;
    end = { ...end, ...to };
  }
}

/** A walk's first chunks: whoever ends one of them brings more. Those that are queued already are not queued again. */
export async function queueFirst(campaignId: string, walk: number, deps: QueueDeps): Promise<void> {
  const now = deps.now();
  const first = await chunksBehind({ campaignId, walk, queuedTo: 0 }, CHUNKS_AT_ONCE, deps);
  const line = await deps.lines.open(campaignId, walk, first.length, now);
  if (line && !(await queueDue(first, now, deps))) await queueFrom(line, 0, CHUNKS_AT_ONCE, deps);
}

/** Without a gap: what was opened a moment ago may not be seen yet. */
async function chunksBehind(
  { campaignId, walk, queuedTo }: Pick<Line, 'campaignId' | 'walk' | 'queuedTo'>,
  atOnce: number,
  { ledgers }: QueueDeps,
): Promise<Ledger[]> {
  const first = queuedTo + 1;
  const found = await ledgers.range({ campaignId, walk, from: first, limit: atOnce });
  return found.filter(({ chunk }, place) => chunkPlace(chunk).number === first + place);
}

/** @returns false when all of them wait: whoever waits for an hour of their own is queued by a sweep when it comes */
async function queueDue(ledgers: Ledger[], now: Date, { chunks }: QueueDeps): Promise<boolean> {
  const due = ledgers.filter(
    (ledger) => pendingOf(ledger).length + ledger.inFlight.size > 0 && !(ledger.waitsUntil && ledger.waitsUntil > now),
  );
  if (due.length > 0) await chunks.sendAll(due.map(({ campaignId, chunk }) => ({ campaignId, chunk })));
  return due.length > 0;
}
