/** Sendings after the first of an edition: to those who missed it, or once more to some. */
import { createHash } from 'node:crypto';
import { type CampaignRecord, type Campaigns, isOver } from './campaigns.ts';

/** `schule-12_2` is the second sending of `schule-12`. In SES's alphabet for tags; no edition has such an id. */
const campaignId = (editionId: string, number: number): string => (number === 1 ? editionId : `${editionId}_${number}`);

export const nextCampaignId = (editionId: string, campaigns: readonly unknown[]): string =>
  campaignId(editionId, campaigns.length + 1);

/** All campaigns of an edition, in the order in which they were started; one read more than there are. */
export async function campaignsOf(
  editionId: string,
  { campaigns }: { campaigns: Pick<Campaigns, 'find'> },
): Promise<CampaignRecord[]> {
  const found: CampaignRecord[] = [];
  for (;;) {
    const next = await campaigns.find(nextCampaignId(editionId, found));
    if (!next) return found;
    found.push(next);
  }
}

/** True when its books do not change any more. */
export const isSettledUp = (campaign: CampaignRecord): boolean => isOver(campaign) && campaign.totals !== undefined;

/** Names a list by who is on it, so that the same list is the same wish. */
export const listFingerprint = (subscriberIds: string[]): string =>
  createHash('sha256')
    .update([...subscriberIds].sort().join(' '))
    .digest('base64url')
    .slice(0, 16);
