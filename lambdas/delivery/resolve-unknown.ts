import * as z from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { type Evidence, proven } from './evidence.ts';
import { type Ledger, moved } from './ledger.ts';

/**
 * What to do about recipients of whom nobody knows whether SES took their message, and of whom no event came.
 *
 * - `wait`: an event may still come
 * - `hold`: leave it to an editor
 * - `resend`: send once more; only for somebody who was not sent a second time already
 */
export type Verdict = 'wait' | 'hold' | 'resend';

export interface ReconcilePolicy {
  /** How long an event may take. */
  waitSeconds: number;
  /** After that. `resend` needs proof that the event pipe works: without it, silence means nothing. */
  afterwards: (ledger: Ledger) => Verdict;
}

/** @throws RundbriefError `invalid` unless it is a number of seconds above 0 */
export function parseWaitSeconds(setting: string): number {
  const parsed = z.coerce.number().positive().safeParse(setting);
  if (!parsed.success) throw new RundbriefError('invalid', `"${setting}" is no number of seconds to wait for evidence`);
  return parsed.data;
}

/** Whoever has evidence was accepted; the others get what the policy says. */
export function resolveUnknown(ledger: Ledger, evidence: Evidence, policy: ReconcilePolicy, now: Date): Ledger {
  const known = proven(evidence);
  const accepted = [...ledger.unknown].filter((index) => known.has(index));
  const silent = [...ledger.unknown].filter((index) => !known.has(index));
  const next = moved(ledger, accepted, 'accepted', now);
  const verdict = isOverdue(ledger, policy, now) ? policy.afterwards(ledger) : 'wait';
  if (verdict === 'wait') return next;
  const second = verdict === 'resend' ? silent.filter((index) => !ledger.again.has(index)) : [];
  const held = silent.filter((index) => !second.includes(index));
  return {
    ...moved(moved(next, held, 'held', now), second, 'pending', now),
    again: new Set([...ledger.again, ...second]),
  };
}

function isOverdue({ unknownSince }: Ledger, { waitSeconds }: ReconcilePolicy, now: Date): boolean {
  return unknownSince !== undefined && now.getTime() - unknownSince.getTime() >= waitSeconds * 1000;
}
