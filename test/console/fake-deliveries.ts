/** A room of sendings in memory, as the console reaches it. */
import { campaignAuditInMemory } from '../../lambdas/delivery/campaign-audit.ts';
import { campaignsInMemory } from '../../lambdas/delivery/campaigns-in-memory.ts';
import { evidenceInMemory } from '../../lambdas/delivery/evidence.ts';
import type { CampaignRecord } from '../../lambdas/delivery/index.ts';
import { ledgersInMemory } from '../../lambdas/delivery/ledgers.ts';
import { manifestsInMemory } from '../../lambdas/delivery/manifests.ts';
import { messageIdsInMemory } from '../../lambdas/delivery/message-ids.ts';
import type { PlanMessage } from '../../lambdas/delivery/messages.ts';
import { recipientListsInMemory } from '../../lambdas/delivery/recipient-lists.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';

export function deliveriesInMemory() {
  const ledgers = ledgersInMemory();
  return {
    ledgers,
    campaigns: campaignsInMemory(ledgers),
    manifests: manifestsInMemory(),
    evidence: evidenceInMemory(),
    messageIds: messageIdsInMemory(),
    lists: recipientListsInMemory(),
    audit: campaignAuditInMemory(),
    plans: outboxInMemory<PlanMessage>(),
  };
}

const START = new Date('2026-03-02T09:00:00Z');

export const aCampaign = (changes: Partial<CampaignRecord> = {}): CampaignRecord => ({
  id: 'ruhr-12',
  editionId: 'ruhr-12',
  publicationId: 'ruhr',
  contentHash: 'abc',
  status: 'planning',
  startedAt: START,
  audienceUntil: START,
  audience: { topics: [] },
  walks: {},
  sweptTo: {},
  plansAskedAt: START,
  troubles: 0,
  ...changes,
});
