import type { CampaignTotals } from '../domain/campaign.ts';
import { chunkPlace } from './chunk-ids.ts';
import type { Ledger } from './ledger.ts';
import { addLedger, noTotals } from './totals.ts';

/** The sum of chunks that are settled, up to the one numbered `to`, which is not in it. */
export interface SettledSum {
  to: number;
  totals: CampaignTotals;
}

/**
 * The sum after a sweep that has read on from there.
 *
 * @param swept - in order, from at or before `before.to`
 * @returns undefined when they do not join
 */
export function settledSum(before: SettledSum | undefined, swept: Ledger[], to: number): SettledSum | undefined {
  const from = before?.to ?? 1;
  const numbers = swept.map(({ chunk }) => chunkPlace(chunk).number);
  if ((numbers[0] ?? from) > from || to < from) return undefined;
  const totals = before ? { ...before.totals } : noTotals();
  for (const [place, ledger] of swept.entries()) {
    const number = numbers[place] as number;
    if (number >= from && number < to) addLedger(totals, ledger);
  }
  return { to, totals };
}
