import type { CampaignTotals } from '../domain/campaign.ts';
import { chunkPlace } from './chunk-ids.ts';
import { type Ledger, pendingOf } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import { WALKS } from './walks.ts';

const LEDGERS_A_PAGE = 500;

export const noTotals = (): CampaignTotals => ({
  audience: 0,
  accepted: 0,
  skipped: 0,
  failed: 0,
  held: 0,
  unknown: 0,
  pending: 0,
});

/** Adds one ledger. Who is in flight at this moment counts as pending. */
export function addLedger(totals: CampaignTotals, ledger: Ledger): void {
  totals.audience += ledger.size;
  totals.accepted += ledger.accepted.size;
  totals.skipped += ledger.skipped.size;
  totals.failed += ledger.failed.size;
  totals.held += ledger.held.size;
  totals.unknown += ledger.unknown.size;
  totals.pending += ledger.inFlight.size + pendingOf(ledger).length;
}

/** The books, read line by line; about nine read units for ten thousand recipients, twice that when exact. */
export async function sumOfLedgers(
  campaignId: string,
  ledgers: Pick<Ledgers, 'range'>,
  { isExact = false }: { isExact?: boolean } = {},
): Promise<CampaignTotals> {
  const totals = noTotals();
  for (const walk of WALKS) {
    for await (const ledger of ledgersOf({ campaignId, walk, isExact }, ledgers)) addLedger(totals, ledger);
  }
  return totals;
}

async function* ledgersOf(
  walk: { campaignId: string; walk: number; isExact: boolean },
  ledgers: Pick<Ledgers, 'range'>,
) {
  let from = 1;
  for (;;) {
    const page = await ledgers.range({ ...walk, from, limit: LEDGERS_A_PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < LEDGERS_A_PAGE) return;
    from = chunkPlace(last.chunk).number + 1;
  }
}
