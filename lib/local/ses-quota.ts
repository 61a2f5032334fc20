/** What the account may send, here as in SES: so many in any second, so many in any 24 hours. What is above is thrown away. */
import type { Refusal } from './aws-request.ts';
import { isSimulated } from './ses-events.ts';

/** As `GetSendQuota` gives it; -1 a day is without limit. */
export interface SendingLimits {
  perSecond: number;
  perDay: number;
}

export interface SendQuota {
  /** Counts it when there is room. @returns why SES does not take it now */
  refusalOf(to: string[]): Refusal | undefined;
  /** Of `GetSendQuota`. */
  figures(): Record<'Max24HourSend' | 'MaxSendRate' | 'SentLast24Hours', number>;
}

/** Generous on purpose: the pace of a laptop should be the application's own. */
export const GENEROUS: SendingLimits = { perSecond: 500, perDay: 1_000_000 };

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * @param before - what was accepted in earlier runs, oldest first
 * @param now - in epoch milliseconds, finer than whole ones where the clock is
 */
export function sendQuota(
  { perSecond, perDay }: SendingLimits,
  before: { at: number; to: string[] }[],
  now: () => number,
): SendQuota {
  const ofLastDay = slidingSum(DAY_MS);
  const ofLastSecond = slidingSum(SECOND_MS);
  for (const { at, to } of before) ofLastDay.add(at, counted(to));
  return {
    refusalOf(to) {
      const at = now();
      if (ofLastSecond.sum(at) + to.length > Math.max(1, perSecond))
        return throttling('Maximum sending rate exceeded.');
      if (perDay >= 0 && ofLastDay.sum(at) + counted(to) > perDay) return throttling('Daily message quota exceeded.');
      ofLastSecond.add(at, to.length);
      ofLastDay.add(at, counted(to));
      return undefined;
    },
    figures: () => ({ Max24HourSend: perDay, MaxSendRate: perSecond, SentLast24Hours: ofLastDay.sum(now()) }),
  };
}

const throttling = (message: string): Refusal => ({ status: 400, code: 'Throttling', message });

/** Mail to the simulator obeys the rate and does not count for the day. */
const counted = (to: string[]): number => to.filter((address) => !isSimulated(address)).length;

function slidingSum(lengthMs: number) {
  const kept: { at: number; amount: number }[] = [];
  let first = 0;
  let sum = 0;
  return {
    add(at: number, amount: number): void {
      kept.push({ at, amount });
      sum += amount;
    },
    sum(now: number): number {
      for (let oldest = kept[first]; oldest && oldest.at <= now - lengthMs; oldest = kept[first]) {
        sum -= oldest.amount;
        first += 1;
      }
      if (first > 10_000) kept.splice(0, first);
      first = first > 10_000 ? 0 : first;
      return sum;
    },
  };
}
