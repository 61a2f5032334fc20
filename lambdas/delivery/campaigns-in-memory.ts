import { RundbriefError } from '../domain/errors.ts';
import { type CampaignItem, campaignOf, newCampaignItem, type StoredStatus } from './campaign-items.ts';
import type { Campaigns } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { type Ledgers, ledgersInMemory } from './ledgers.ts';
import { sumOfLedgers } from './totals.ts';

/** The promises of {@link Campaigns} in memory, for tests. */
export function campaignsInMemory(ledgers: Ledgers = ledgersInMemory()): Campaigns {
  const held = new Map<string, CampaignItem>();

  function change(id: string, from: StoredStatus[], refusal: string, changes: Partial<CampaignItem>): void {
    const item = held.get(id);
    if (!item || item.totals || !from.includes(item.status)) throw new RundbriefError('conflict', refusal);
    held.set(id, { ...item, ...changes });
  }
  async function find(id: string) {
    const item = held.get(id);
    return item && structuredClone(campaignOf(item));
  }
  const calm = { pausedBecause: undefined, pausedUntil: undefined, waitsFor: undefined };

  return {
    find,
    glance: find,
    async totals(id) {
      return (await find(id))?.totals ?? sumOfLedgers(id, ledgers);
    },
    async unfinished() {
      return [...held.values()].flatMap(({ reconcileSk }) => reconcileSk ?? []).sort();
    },
    async start(campaign) {
      if (!held.has(campaign.id)) held.set(campaign.id, structuredClone(newCampaignItem(campaign)));
      return structuredClone(campaignOf(held.get(campaign.id) as CampaignItem));
    },
    async endWalk(id, walk, end) {
      const item = held.get(id);
      if (item) item.walks = { [walkId(walk)]: end, ...item.walks };
    },
    async sweepTo(id, walk, number, settled) {
      const item = held.get(id);
      if (item && (item.sweptTo[walkId(walk)] ?? 0) < number)
        held.set(id, {
          ...item,
          sweptTo: { ...item.sweptTo, [walkId(walk)]: number },
          settled: structuredClone(settled),
        });
    },
    async rest(id, until) {
      change(id, ['running', 'paused'], 'This campaign has ended', { restsUntil: until.getTime() });
    },
    async noteTroubles(id, inARow) {
      const item = held.get(id);
      if (item) item.troubles = inARow;
    },
    async planAgain(id, at) {
      change(id, ['running', 'paused'], 'This campaign has ended', { plansAskedAt: at.getTime() });
    },
    async pause(id, { because, until, waitsFor }) {
      change(id, ['running'], 'Only a campaign that is under way can be paused', {
        status: 'paused',
        pausedBecause: because,
        pausedUntil: until?.getTime(),
        waitsFor,
      });
    },
    async stayPaused(id, because) {
      change(id, ['paused'], 'Only a paused campaign can stay paused', {
        ...calm,
        pausedBecause: because,
      });
    },
    async resume(id, at) {
      change(id, ['paused'], 'Only a paused campaign can be resumed', {
        ...calm,
        status: 'running',
        resumedAt: at.getTime(),
      });
    },
    async wake(id, at) {
      change(id, ['paused'], 'Only a paused campaign goes on', { ...calm, status: 'running', wokeAt: at.getTime() });
    },
    async cancel(id) {
      change(id, ['running', 'paused'], 'This campaign has ended', { ...calm, status: 'cancelled' });
    },
    async end(id, totals, at) {
      const item = held.get(id);
      if (!item || item.totals) throw new RundbriefError('conflict', 'This campaign has ended');
      held.set(id, {
        ...item,
        ...calm,
        status: item.status === 'cancelled' ? 'cancelled' : 'closed',
        closedAt: at.getTime(),
        totals: structuredClone(totals),
      });
    },
    async leave(id) {
      const item = held.get(id);
      if (item?.totals) held.set(id, { ...item, reconcilePk: undefined, reconcileSk: undefined });
    },
  };
}
