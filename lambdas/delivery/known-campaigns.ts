import type { CampaignRecord, Campaigns } from './campaigns.ts';

const AT_MOST = 100;

/**
 * Answers whether a campaign exists without asking the table for every event: a campaign that was there stays known.
 * One that was not there is asked for again, because it may have begun since.
 */
export function rememberingCampaigns(campaigns: Pick<Campaigns, 'glance'>): Pick<Campaigns, 'glance'> {
  const known = new Map<string, CampaignRecord>();
  return {
    async glance(id) {
      const campaign = known.get(id) ?? (await campaigns.glance(id));
      if (known.size >= AT_MOST) known.clear();
      if (campaign) known.set(id, campaign);
      return campaign;
    },
  };
}
