import { campaignsInMemory } from '../../../lambdas/delivery/campaigns-in-memory.ts';
import { chunkId } from '../../../lambdas/delivery/chunk-ids.ts';
import { evidenceInMemory } from '../../../lambdas/delivery/evidence.ts';
import type { Ledger } from '../../../lambdas/delivery/ledger.ts';
import { type Ledgers, ledgersInMemory } from '../../../lambdas/delivery/ledgers.ts';
import { linesInMemory } from '../../../lambdas/delivery/lines.ts';
import { manifestsInMemory } from '../../../lambdas/delivery/manifests.ts';
import { paceInMemory } from '../../../lambdas/delivery/pace.ts';
import { recipientListsInMemory } from '../../../lambdas/delivery/recipient-lists.ts';
import type { BenchStores } from './database-stores.ts';
import { readersInMemory } from './readers.ts';
import { SENDS_PER_SECOND } from './sender-tools.ts';

/** Stores of this process, with so many readers. */
export function storesInMemory(readers: number): BenchStores {
  const ledgers = quickLedgers();
  const lines = linesInMemory();
  return {
    campaigns: campaignsInMemory(ledgers),
    ledgers,
    lines,
    evidence: evidenceInMemory(),
    lists: recipientListsInMemory(),
    manifests: manifestsInMemory(),
    recipients: readersInMemory(readers),
    pace: paceInMemory(SENDS_PER_SECOND),
  };
}

/** A planner opens as many side by side; so many may be missing before one that is there. */
const GAP_AT_MOST = 10;

/** Of a million recipients it would take too long to sort all ledgers for each range. */
function quickLedgers(): Ledgers {
  const ledgers = ledgersInMemory();
  return {
    ...ledgers,
    async range({ campaignId, walk, from, limit }) {
      const found: Ledger[] = [];
      let gap = 0;
      for (let number = from; found.length < limit && gap < GAP_AT_MOST; number += 1) {
        const ledger = await ledgers.find(campaignId, chunkId({ walk, number }));
        if (ledger) found.push(ledger);
        gap = ledger ? 0 : gap + 1;
      }
      return found;
    },
  };
}
