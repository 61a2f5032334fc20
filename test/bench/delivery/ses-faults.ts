/** What goes wrong between a sender and SES: the same for the same recipient, whoever sends. */
import { createHash } from 'node:crypto';

export type SesFault =
  | 'throttled'
  | 'reset-before'
  | 'reset-after'
  | 'error-before'
  | 'error-after'
  | 'silent-before'
  | 'silent-after';

/** Shares of the recipients; `after`: SES has taken the message. */
export const FAULT_SHARES: Record<SesFault, number> = {
  throttled: 0.03,
  'reset-before': 0.005,
  'reset-after': 0.005,
  'error-before': 0.005,
  'error-after': 0.005,
  'silent-before': 0.002,
  'silent-after': 0.002,
};
/** Somebody's first so many calls are throttled, at most; the others meet their fault once. */
const THROTTLED_AT_MOST = 4;

/** @param call - 1 for the first that names this recipient */
export function faultFor(recipient: string, call: number): SesFault | undefined {
  const digest = createHash('sha256').update(recipient).digest();
  let rest = digest.readUInt32BE(0) / 2 ** 32;
  for (const [fault, share] of Object.entries(FAULT_SHARES) as [SesFault, number][]) {
    const isHere = rest >= 0 && rest < share;
    rest -= share;
    if (!isHere) continue;
    const calls = fault === 'throttled' ? 1 + ((digest[4] ?? 0) % THROTTLED_AT_MOST) : 1;
    return call <= calls ? fault : undefined;
  }
  return undefined;
}

export const isTaken = (fault: SesFault | undefined): boolean => fault === undefined || fault.endsWith('-after');
