import type { CampaignRecord } from '../../lambdas/delivery/campaigns.ts';
import { type Ledger, openLedger } from '../../lambdas/delivery/ledger.ts';
import type { Manifest } from '../../lambdas/delivery/manifests.ts';
import type { Campaign } from '../../lambdas/domain/campaign.ts';

export const START = new Date('2026-11-02T07:00:00Z');
export const later = (seconds: number, from = START) => new Date(from.getTime() + seconds * 1000);

/** Ids as the audience gives them: 16 bytes, here counting. */
export function subscriberId(number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(number, 12);
  return bytes.toString('base64url');
}

export const someone = (howMany: number) => Array.from({ length: howMany }, (_, number) => subscriberId(number));

export const aCampaign = (changes: Partial<Campaign> = {}): Campaign & Pick<CampaignRecord, 'audience'> => ({
  id: 'ruhr-12',
  editionId: 'ruhr-12',
  publicationId: 'ruhr',
  contentHash: 'abc',
  status: 'planning',
  startedAt: START,
  audienceUntil: START,
  audience: { topics: ['schule'] },
  ...changes,
});

export const aLedger = (changes: Partial<Ledger> = {}): Ledger => ({
  ...openLedger({ campaignId: 'ruhr-12', chunk: '00-000001', size: 4, check: 'check' }, { queuedAt: START }),
  ...changes,
});

export const aManifest = (changes: Partial<Manifest> = {}): Manifest => ({
  campaignId: 'ruhr-12',
  walk: 0,
  number: 1,
  subscriberIds: someone(3),
  next: { shard: 4, after: subscriberId(2) },
  recipientsSoFar: 3,
  cutAt: START,
  ...changes,
});
