import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { type CampaignItem, campaignOf, newCampaignItem, type StoredStatus, UNFINISHED } from './campaign-items.ts';
import type { Campaigns } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { campaignKey } from './items.ts';
import { ledgersTable } from './ledgers.ts';
import { sumOfLedgers } from './totals.ts';

interface Change {
  /** States it may start from. */
  from: StoredStatus[];
  /** What an editor is told otherwise. */
  refusal: string;
  set: Partial<CampaignItem>;
  remove?: (keyof CampaignItem)[];
}

/** What is forgotten with a pause. */
const PAUSE: (keyof CampaignItem)[] = ['pausedBecause', 'pausedUntil', 'waitsFor'];
const UNDER_WAY = { from: ['running', 'paused'] satisfies StoredStatus[], refusal: 'This campaign has ended' };

export function campaignsTable(dynamo: DynamoDBDocumentClient, TableName: string): Campaigns {
  const ledgers = ledgersTable(dynamo, TableName);

  async function get(id: string, ConsistentRead: boolean) {
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key: campaignKey(id), ConsistentRead }));
    return Item && campaignOf(Item as CampaignItem);
  }

  async function change(id: string, { from, refusal, set, remove = [] }: Change): Promise<void> {
    const sets = Object.entries(set).filter(([, value]) => value !== undefined);
    const states = from.map((_, index) => `:from${index}`);
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: campaignKey(id),
          UpdateExpression: [
            sets.length ? `SET ${sets.map(([name]) => `#${name} = :${name}`).join(', ')}` : '',
            remove.length ? `REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '',
          ].join(' '),
          ConditionExpression: `#status IN (${states.join(', ')}) AND attribute_not_exists(totals)`,
          ExpressionAttributeNames: Object.fromEntries(
            ['status', ...sets.map(([name]) => name), ...remove].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: Object.fromEntries([
            ...sets.map(([name, value]) => [`:${name}`, value]),
            ...from.map((state, index) => [`:from${index}`, state]),
          ]),
        }),
      );
    } catch (cause) {
      if (isConditionFailure(cause)) throw new RundbriefError('conflict', refusal, { cause });
      throw cause;
    }
  }

  /** Sets one entry of a map, if the condition holds; if not, what is there is as good. */
  async function note(
    id: string,
    map: 'walks' | 'sweptTo',
    walk: number,
    value: unknown,
    condition: string,
    settled?: object,
  ) {
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: campaignKey(id),
          UpdateExpression: `SET #map.#walk = :value${settled ? ', settled = :settled' : ''}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#map': map, '#walk': walkId(walk) },
          ExpressionAttributeValues: { ':value': value, ...(settled ? { ':settled': settled } : {}) },
        }),
      );
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }

  return {
    find: (id) => get(id, true),
    glance: (id) => get(id, false),
    async totals(id) {
      const campaign = await get(id, true);
      return campaign?.totals ?? sumOfLedgers(id, ledgers);
    },
    async unfinished() {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          IndexName: 'reconcile',
          KeyConditionExpression: 'reconcilePk = :unfinished',
          ExpressionAttributeValues: { ':unfinished': UNFINISHED },
        }),
      );
      return Items.map((item) => item.reconcileSk as string);
    },
    async start(campaign) {
      const Item = newCampaignItem(campaign);
      try {
        await dynamo.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
        return campaignOf(Item);
      } catch (error) {
        const there = isConditionFailure(error) && (await get(campaign.id, true));
        if (!there) throw error;
        return there;
      }
    },
    endWalk: (id, walk, end) =>
      note(id, 'walks', walk, end, 'attribute_exists(pk) AND attribute_not_exists(#map.#walk)'),
    sweepTo: (id, walk, number, settled) =>
      note(
        id,
        'sweptTo',
        walk,
        number,
        'attribute_exists(pk) AND (attribute_not_exists(#map.#walk) OR #map.#walk < :value)',
        settled,
      ),
    rest: (id, until) => change(id, { ...UNDER_WAY, set: { restsUntil: until.getTime() } }),
    async noteTroubles(id, inARow) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: campaignKey(id),
            UpdateExpression: 'SET troubles = :inARow',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':inARow': inARow },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    planAgain: (id, at) => change(id, { ...UNDER_WAY, set: { plansAskedAt: at.getTime() } }),
    pause: (id, { because, until, waitsFor }) =>
      change(id, {
        from: ['running'],
        refusal: 'Only a campaign that is under way can be paused',
        set: { status: 'paused', pausedBecause: because, pausedUntil: until?.getTime(), waitsFor },
        remove: [...(until ? [] : (['pausedUntil'] as const)), ...(waitsFor ? [] : (['waitsFor'] as const))],
      }),
    stayPaused: (id, because) =>
      change(id, {
        from: ['paused'],
        refusal: 'Only a paused campaign can stay paused',
        set: { pausedBecause: because },
        remove: ['pausedUntil', 'waitsFor'],
      }),
    resume: (id, at) =>
      change(id, {
        from: ['paused'],
        refusal: 'Only a paused campaign can be resumed',
        set: { status: 'running', resumedAt: at.getTime() },
        remove: PAUSE,
      }),
    wake: (id, at) =>
      change(id, {
        from: ['paused'],
        refusal: 'Only a paused campaign goes on',
        set: { status: 'running', wokeAt: at.getTime() },
        remove: PAUSE,
      }),
    cancel: (id) => change(id, { ...UNDER_WAY, set: { status: 'cancelled' }, remove: PAUSE }),
    async end(id, totals, at) {
      const isCancelled = (await get(id, true))?.status === 'cancelled';
      await change(id, {
        ...UNDER_WAY,
        from: isCancelled ? ['cancelled'] : UNDER_WAY.from,
        set: { status: isCancelled ? 'cancelled' : 'closed', closedAt: at.getTime(), totals },
        remove: PAUSE,
      });
    },
    async leave(id) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: campaignKey(id),
            UpdateExpression: 'REMOVE reconcilePk, reconcileSk',
            ConditionExpression: 'attribute_exists(totals)',
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}
