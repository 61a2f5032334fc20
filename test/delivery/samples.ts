import { createHash } from 'node:crypto';
import type { CampaignRecord } from '../../lambdas/delivery/campaigns.ts';
import { type Ledger, openLedger } from '../../lambdas/delivery/ledger.ts';
import type { Manifest } from '../../lambdas/delivery/manifests.ts';
import type { Campaign } from '../../lambdas/domain/campaign.ts';
import type { Edition } from '../../lambdas/domain/edition.ts';
import type { Subscription } from '../../lambdas/domain/subscription.ts';

export const START = new Date('2026-11-02T07:00:00Z');
export const later = (seconds: number, from = START) => new Date(from.getTime() + seconds * 1000);

/** Ids as the audience gives them: 16 bytes, spread over all shards. */
export function subscriberId(number: number): string {
  return createHash('sha256').update(String(number)).digest().subarray(0, 16).toString('base64url');
}

/** A confirmed subscriber of the campaign's publication. */
export const aSubscription = (number: number, changes: Partial<Subscription> = {}): Subscription => ({
  subscriberId: subscriberId(number),
  publicationId: 'ruhr',
  address: `reader-${number}@example.net`,
  status: 'confirmed',
  topics: [],
  cadence: 'weekly',
  language: 'de',
  requestedAt: later(-86_400),
  confirmedAt: later(-86_000),
  ...changes,
});

export const someone = (howMany: number) => Array.from({ length: howMany }, (_, number) => subscriberId(number));

export const aCampaign = (
  changes: Partial<CampaignRecord> = {},
): Campaign & Pick<CampaignRecord, 'audience' | 'readersTime' | 'quietHours'> => ({
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

export const anEdition = (changes: Partial<Edition> = {}): Edition => ({
  id: 'ruhr-12',
  publicationId: 'ruhr',
  number: 12,
  subject: 'Neues aus der Region',
  preheader: '',
  intro: '',
  items: [{ articleId: 'a1', title: 'Neue Schule', teaser: '', topics: ['schule'], publishedAt: START }],
  window: { from: later(-604_800), until: START },
  status: 'frozen',
  contentHash: 'abc',
  composedAt: START,
  frozenAt: START,
  ...changes,
});
