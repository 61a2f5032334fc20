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

/**
 * Whoever has evidence was accepted, also after they were given up; the others get what the verdict says.
 *
 * @param verdict - on those of whom nothing was heard
 */
export function resolveUnknown(ledger: Ledger, evidence: Evidence, verdict: Verdict, now: Date): Ledger {
  const known = proven(evidence);
  const accepted = [...ledger.unknown, ...ledger.held].filter((index) => known.has(index));
  const next = moved(ledger, accepted, 'accepted', now);
  if (verdict === 'wait') return next;
  const silent = silentOf(ledger, evidence);
  const second = verdict === 'resend' ? silent.filter((index) => !ledger.again.has(index)) : [];
  const held = silent.filter((index) => !second.includes(index));
  return {
    ...moved(moved(next, held, 'held', now), second, 'pending', now),
    again: new Set([...ledger.again, ...second]),
  };
}

/** Unknown, and nothing was reported of them. */
export function silentOf({ unknown }: Ledger, evidence: Evidence): number[] {
  const known = proven(evidence);
  return [...unknown].filter((index) => !known.has(index));
}
