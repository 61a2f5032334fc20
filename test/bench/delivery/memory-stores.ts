import { campaignsInMemory } from '../../../lambdas/delivery/campaigns-in-memory.ts';
import { evidenceInMemory } from '../../../lambdas/delivery/evidence.ts';
import { ledgersInMemory } from '../../../lambdas/delivery/ledgers.ts';
import { linesInMemory } from '../../../lambdas/delivery/lines.ts';
import { manifestsInMemory } from '../../../lambdas/delivery/manifests.ts';
import { paceInMemory } from '../../../lambdas/delivery/pace.ts';
import { recipientListsInMemory } from '../../../lambdas/delivery/recipient-lists.ts';
import type { BenchStores } from './database-stores.ts';
import { readersInMemory } from './readers.ts';
import { SENDS_PER_SECOND } from './sender-tools.ts';

/** Stores of this process, with so many readers. */
export function storesInMemory(readers: number): BenchStores {
  const ledgers = ledgersInMemory();
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
