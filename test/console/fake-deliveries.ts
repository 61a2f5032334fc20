/** A room of sendings in memory, as the console reaches it. */
import { campaignAuditInMemory } from '../../lambdas/delivery/campaign-audit.ts';
import { campaignsInMemory } from '../../lambdas/delivery/campaigns-in-memory.ts';
import { evidenceInMemory } from '../../lambdas/delivery/evidence.ts';
import { isBefore } from '../../lambdas/delivery/find-recipient.ts';
import type { CampaignRecord } from '../../lambdas/delivery/index.ts';
import { moved, movedBecause, openLedger } from '../../lambdas/delivery/ledger.ts';
import { ledgersInMemory } from '../../lambdas/delivery/ledgers.ts';
import { fingerprint, manifestsInMemory } from '../../lambdas/delivery/manifests.ts';
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
  settled: {},
  plansAskedAt: START,
  troubles: 0,
  ...changes,
});

/** A closed sending of `ruhr-12` to three people: one was accepted, one refused, one is held. */
export async function aSentEdition(
  { campaigns, manifests, ledgers, evidence, messageIds }: ReturnType<typeof deliveriesInMemory>,
  [accepted, refused, held]: [string, string, string],
): Promise<void> {
  const subscriberIds = [accepted, refused, held].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  const [at, refusedAt, heldAt] = [accepted, refused, held].map((id) => subscriberIds.indexOf(id)) as [
    number,
    number,
    number,
  ];
  const chunk = { campaignId: 'ruhr-12', chunk: '00-000001' };
  await campaigns.start(aCampaign());
  await manifests.cut({
    ...{ campaignId: 'ruhr-12', walk: 0, number: 1, subscriberIds, recipientsSoFar: 3, cutAt: START },
  });
  const opened = openLedger({ ...chunk, size: 3, check: fingerprint({ subscriberIds }) }, { queuedAt: START });
  const sent = moved(moved(opened, [at], 'accepted', START), [heldAt], 'held', START);
  await ledgers.open(movedBecause(sent, [[refusedAt, 'message-rejected']], 'failed', START));
  await evidence.add(chunk.campaignId, chunk.chunk, { send: new Set([at]), delivery: new Set([at]) }, START);
  await messageIds.add(chunk.campaignId, chunk.chunk, new Map([[at, new Set(['mail-1'])]]), START);
  await campaigns.endWalk('ruhr-12', 0, { chunks: 1, recipients: 3 });
  await campaigns.end('ruhr-12', await campaigns.totals('ruhr-12'), START);
}
