import type { Because, Reasons } from './because.ts';

/**
 * The ledger of one chunk: what became of each of its recipients, as sets of their indexes in the manifest.
 *
 * An index is in at most one set; one that is in none is pending. Outcomes live here and nowhere else: every counter is
 * a sum over ledgers, so nothing can be counted twice. The functions below say which moves exist; the store makes each
 * conditional on the ledger it was made from, so of two workers one moves and the other learns that it lost.
 */
export interface Ledger {
  campaignId: string;
  chunk: string;
  /** Recipients in the manifest. */
  size: number;
  /** Fingerprint of the manifest: an altered one is noticed before anybody is written to. */
  check: string;
  /** Goes up with every owner; who comes with an older one may not write any more. */
  epoch: number;
  /** Goes up with every write. */
  revision: number;
  /** Whose lease it is or was. */
  holder: string;
  /** Until then nobody else touches this chunk. In the past when nobody works on it. */
  leaseUntil: Date;
  /** Intent was recorded; the answer of SES was not. */
  inFlight: Indexes;
  accepted: Indexes;
  /** Not written to: left, erased or suppressed since the audience was frozen. */
  skipped: Indexes;
  /** SES refused this message for good, or it could not be built. */
  failed: Indexes;
  /** SES may have taken it. Never goes back to pending by itself. */
  unknown: Indexes;
  /** Unknown for too long: an editor decides. */
  held: Indexes;
  /** Already sent a second time; never a third. */
  again: Indexes;
  /** Why who is skipped or failed is so. */
  because: Reasons;
  /** When somebody last became unknown. */
  unknownSince?: Date;
  /** Whoever is still pending waits for an hour of their own, and nobody's comes before this one. */
  waitsUntil?: Date;
  /** When its message was last put into the queue. */
  queuedAt: Date;
  /** Messages that a sweep sent because the one before seems lost. */
  requeues: number;
  /** When an outcome last changed. */
  touchedAt: Date;
}

export type Indexes = ReadonlySet<number>;
/** The sets that say what became of a recipient. */
export const OUTCOME_SETS = ['inFlight', 'accepted', 'skipped', 'failed', 'unknown', 'held'] as const;
export type OutcomeSet = (typeof OUTCOME_SETS)[number];

/** Recipients in a chunk, at most: all sets together stay under 1 kB, so that a write costs one unit. */
export const CHUNK_SIZE = 100;
/** Recipients whose outcome one crash can leave unknown, at most. */
export const WINDOW_SIZE = 10;

const NOBODY: Indexes = new Set();
const LONG_AGO = new Date(0);

export function openLedger(
  chunk: Pick<Ledger, 'campaignId' | 'chunk' | 'size' | 'check'>,
  { queuedAt, waitsUntil }: { queuedAt: Date; waitsUntil?: Date },
): Ledger {
  return {
    ...chunk,
    epoch: 0,
    revision: 0,
    holder: 'planner',
    leaseUntil: LONG_AGO,
    inFlight: NOBODY,
    accepted: NOBODY,
    skipped: NOBODY,
    failed: NOBODY,
    unknown: NOBODY,
    held: NOBODY,
    again: NOBODY,
    because: new Map(),
    waitsUntil,
    queuedAt,
    requeues: 0,
    touchedAt: queuedAt,
  };
}

/** Those to whom nothing was sent yet, in order. */
export function pendingOf(ledger: Ledger): number[] {
  return Array.from({ length: ledger.size }, (_, index) => index).filter(
    (index) => !OUTCOME_SETS.some((name) => ledger[name].has(index)),
  );
}

/** True when nothing is left to send, to hear or to find out. */
export function isSettled(ledger: Ledger): boolean {
  return ledger.accepted.size + ledger.skipped.size + ledger.failed.size + ledger.held.size === ledger.size;
}

export function isLeased(ledger: Ledger, now: Date): boolean {
  return ledger.leaseUntil.getTime() > now.getTime();
}

/**
 * A new owner. What its predecessor had in flight may or may not have been sent: unknown.
 *
 * Whoever writes comes through here first, with a name used by nobody else: epoch, revision and holder then name one
 * write, and its author can tell its own from a rival's. A sweep that only tidies gives a lease that has already ended.
 */
export function takeOver(ledger: Ledger, owner: { holder: string; leaseUntil?: Date; now: Date }): Ledger {
  const { holder, leaseUntil = LONG_AGO, now } = owner;
  return moved({ ...ledger, epoch: ledger.epoch + 1, holder, leaseUntil }, ledger.inFlight, 'unknown', now);
}

/** Gives the lease back. */
export function release(ledger: Ledger): Ledger {
  return { ...ledger, leaseUntil: LONG_AGO };
}

/** Moves recipients into a set, out of whichever they were in; `pending` takes them out of all. */
export function moved(ledger: Ledger, indexes: Iterable<number>, to: OutcomeSet | 'pending', now: Date): Ledger {
  const moving = new Set(indexes);
  if (moving.size === 0) return ledger;
  const next = { ...ledger, touchedAt: now, because: withoutReasons(ledger, moving) };
  for (const name of OUTCOME_SETS) {
    const kept = [...ledger[name]].filter((index) => !moving.has(index));
    next[name] = new Set(name === to ? [...kept, ...moving] : kept);
  }
  if (to === 'unknown') next.unknownSince = now;
  if (next.unknown.size === 0) delete next.unknownSince;
  return next;
}

/** As {@link moved}, with why, one by one. */
export function movedBecause(
  ledger: Ledger,
  reasons: Iterable<[number, Because]>,
  to: 'skipped' | 'failed',
  now: Date,
): Ledger {
  const given = new Map(reasons);
  const next = moved(ledger, given.keys(), to, now);
  return { ...next, because: new Map([...next.because, ...given]) };
}

const withoutReasons = ({ because }: Ledger, moving: Indexes): Reasons =>
  new Map([...because].filter(([index]) => !moving.has(index)));

/** Nothing more is to be sent before `waitsUntil`; undefined ends the waiting. */
export function waiting(ledger: Ledger, waitsUntil: Date | undefined): Ledger {
  return { ...ledger, waitsUntil };
}

/** A message for it is about to be queued: whoever reads it looks for themselves who still waits. */
export function queued(ledger: Ledger, now: Date, why: 'goes-on' | 'seems-lost'): Ledger {
  return { ...waiting(ledger, undefined), queuedAt: now, requeues: why === 'seems-lost' ? ledger.requeues + 1 : 0 };
}
