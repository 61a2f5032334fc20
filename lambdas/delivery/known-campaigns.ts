import type { CampaignRecord, Campaigns } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { WALKS } from './walks.ts';

const AT_MOST = 100;

/**
 * Answers which campaign it is without asking the table for every event: one whose audience is planned stays known. One that
 * was not there, or is being planned, is asked for again.
 */
export function rememberingCampaigns(campaigns: Pick<Campaigns, 'glance'>): Pick<Campaigns, 'glance'> {
  const known = new Map<string, CampaignRecord>();
  return {
    async glance(id) {
      const campaign = known.get(id) ?? (await campaigns.glance(id));
      if (known.size >= AT_MOST) known.clear();
      if (campaign && isPlanned(campaign)) known.set(id, campaign);
      return campaign;
    },
  };
}

const isPlanned = ({ walks }: CampaignRecord): boolean => WALKS.every((walk) => walks[walkId(walk)]);
