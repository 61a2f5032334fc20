import { balances, type CampaignTotals } from '../domain/campaign.ts';
import { log } from '../platform/log.ts';
import { type CampaignRecord, type Campaigns, isOver } from './campaigns.ts';
import { chunkPlace, walkId } from './chunk-ids.ts';
import { isLost } from './chunk-work.ts';
import type { Ledgers } from './ledgers.ts';
import type { Lines } from './lines.ts';
import { sumOfLedgers } from './totals.ts';
import { WALKS } from './walks.ts';

export interface CloseDeps {
  campaigns: Pick<Campaigns, 'find' | 'end'>;
  ledgers: Pick<Ledgers, 'range'>;
  lines: Pick<Lines, 'remove'>;
  now: () => Date;
}

/** How near to a walk's end a chunk must be for its sender to look whether the campaign is done. */
const NEAR_THE_END = 2;

/**
 * Closes a campaign when its whole audience is planned and its books balance, read line by line, and not before.
 *
 * @returns true when it is closed now, by whomever
 */
export async function closeIfDone(campaign: CampaignRecord, deps: CloseDeps): Promise<boolean> {
  const { campaigns, ledgers, lines, now } = deps;
  if (isOver(campaign)) return campaign.status === 'closed';
  if (!WALKS.every((walk) => campaign.walks[walkId(walk)])) return false;
  const totals = await sumOfLedgers(campaign.id, ledgers, { isExact: true });
  if (!isComplete(campaign, totals)) return false;
  try {
    await campaigns.end(campaign.id, totals, now());
    log.info('A campaign is closed', { campaignId: campaign.id, totals });
    // Nobody needs to leave it a lane any more.
    for (const walk of WALKS) await lines.remove(campaign.id, walk);
    return true;
  } catch (error) {
    // Somebody else closed it, or an editor cancelled it just now.
    if (!isLost(error)) throw error;
    return (await campaigns.find(campaign.id))?.status === 'closed';
  }
}

function isComplete({ walks }: CampaignRecord, totals: CampaignTotals): boolean {
  const planned = Object.values(walks).reduce((sum, { recipients }) => sum + recipients, 0);
  return totals.audience === planned && balances(totals);
}

/**
 * After one of a walk's last chunks: closes the campaign at once, so that nobody waits for the next sweep. Looking after
 * every chunk would read all ledgers as often as there are chunks; what is missed here the sweep sees.
 *
 * @param campaign - as it was before the chunk
 */
export async function closeAfter(campaign: CampaignRecord, chunk: string, deps: CloseDeps): Promise<void> {
  const { walk, number } = chunkPlace(chunk);
  const isNearTheEnd = ({ walks }: CampaignRecord): boolean => {
    const end = walks[walkId(walk)];
    return end === undefined || number > end.chunks - NEAR_THE_END;
  };
  if (!isNearTheEnd(campaign)) return;
  const now = await deps.campaigns.find(campaign.id);
  if (now && isNearTheEnd(now)) await closeIfDone(now, deps);
}
