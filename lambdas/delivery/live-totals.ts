import type { CampaignTotals } from '../domain/campaign.ts';
import type { CampaignRecord } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { type Ledger, pendingOf } from './ledger.ts';
import type { Ledgers } from './ledgers.ts';
import type { Manifests } from './manifests.ts';
import { addLedger, noTotals } from './totals.ts';
import { WALKS } from './walks.ts';

interface LiveDeps {
  ledgers: Pick<Ledgers, 'range'>;
  manifests: Pick<Manifests, 'last'>;
}

/** Ledgers in a row to which nothing has happened, behind which nothing has: chunks are queued in their order. */
const UNTOUCHED_AT_LEAST = 200;

/**
 * What a campaign that runs has come to, for who looks at it every few seconds: of what sweeps have found settled their sum,
 * of the rest only the ledgers at which work is being done. So it costs as much for a million recipients as for twenty
 * thousand. Perhaps a moment old, and whoever was held and is heard of later may still count as held; the recount is exact.
 */
export async function liveTotals(campaign: CampaignRecord, deps: LiveDeps): Promise<CampaignTotals> {
  const totals = noTotals();
  for (const walk of WALKS) await addWalk(totals, campaign, walk, deps);
  return totals;
}

async function addWalk(totals: CampaignTotals, campaign: CampaignRecord, walk: number, deps: LiveDeps): Promise<void> {
  const { id, walks, settled } = campaign;
  const before = settled[walkId(walk)];
  const sum = before ? { ...before.totals } : noTotals();
  for (let from = before?.to ?? 1; ; from += UNTOUCHED_AT_LEAST) {
    const page = await deps.ledgers.range({ campaignId: id, walk, from, limit: UNTOUCHED_AT_LEAST });
    for (const ledger of page) addLedger(sum, ledger);
    if (page.length < UNTOUCHED_AT_LEAST) break;
    if (!page.every(isUntouched)) continue;
    const planned = walks[walkId(walk)]?.recipients ?? (await deps.manifests.last(id, walk))?.recipientsSoFar ?? 0;
    const behind = Math.max(0, planned - sum.audience);
    sum.audience += behind;
    sum.pending += behind;
    break;
  }
  for (const [part, count] of Object.entries(sum)) totals[part as keyof CampaignTotals] += count;
}

const isUntouched = (ledger: Ledger): boolean => pendingOf(ledger).length === ledger.size;
