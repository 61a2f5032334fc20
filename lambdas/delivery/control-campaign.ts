import type { CampaignAction } from '../domain/campaign.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { CampaignAudit } from './campaign-audit.ts';
import { type CampaignRecord, type Campaigns, isOver } from './campaigns.ts';
import { isLost } from './chunk-work.ts';
import { campaignsOf } from './follow-ups.ts';

export interface ControlDeps {
  campaigns: Pick<Campaigns, 'find' | 'pause' | 'stayPaused' | 'resume' | 'cancel'>;
  audit: Pick<CampaignAudit, 'note'>;
  now: () => Date;
}

/** What a campaign is paused for when a person wants it; the console says it in its own language. */
export const PAUSED_BY_HAND = 'An editor paused it';

/**
 * Pauses, resumes or cancels a campaign, at any moment of it. Senders see it before their next window of ten, at the latest
 * ten seconds later; what SES has taken by then is sent. Asking again for what is done already changes nothing. Who asked
 * is noted first, also when it turns out to be too late.
 *
 * @param wish.campaignId - which of the edition's sendings; the latest where nothing is said, as only that one may be under way
 * @returns the campaign afterwards
 * @throws RundbriefError `not-found` when the edition is not being sent, `conflict` when it has ended, or is not paused
 */
export async function controlCampaign(
  { editionId, campaignId, action, by }: { editionId: string; campaignId?: string; action: CampaignAction; by: string },
  { campaigns, audit, now }: ControlDeps,
): Promise<CampaignRecord> {
  const all = await campaignsOf(editionId, { campaigns });
  const campaign = campaignId === undefined ? all.at(-1) : all.find(({ id }) => id === campaignId);
  if (!campaign) throw new RundbriefError('not-found', `The edition "${campaignId ?? editionId}" is not being sent`);
  await audit.note({ editionId, campaignId: campaign.id, action, by, at: now() });
  if (!isDone(campaign, action)) await act(campaign, action, { campaigns, now });
  return (await campaigns.find(campaign.id)) ?? campaign;
}

/** Somebody clicked twice, or two editors want the same. */
function isDone(campaign: CampaignRecord, action: CampaignAction): boolean {
  if (action === 'cancel') return campaign.status === 'cancelled';
  if (action === 'pause') return campaign.status === 'paused' && campaign.pausedUntil === undefined;
  return campaign.resumedAt !== undefined && !isOver(campaign) && campaign.status !== 'paused';
}

async function act(
  campaign: CampaignRecord,
  action: CampaignAction,
  { campaigns, now }: Pick<ControlDeps, 'campaigns' | 'now'>,
): Promise<void> {
  const { id, status } = campaign;
  if (isOver(campaign)) throw new RundbriefError('conflict', 'This campaign has ended');
  if (action === 'cancel') return campaigns.cancel(id);
  if (action === 'resume') return campaigns.resume(id, now());
  if (status === 'paused') return campaigns.stayPaused(id, PAUSED_BY_HAND);
  try {
    await campaigns.pause(id, { because: PAUSED_BY_HAND });
  } catch (error) {
    // A sender had a reason of its own in this moment: it is paused all the same, and stays so.
    if (!isLost(error)) throw error;
    await campaigns.stayPaused(id, PAUSED_BY_HAND);
  }
}
