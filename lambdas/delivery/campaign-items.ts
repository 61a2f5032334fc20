import type { CampaignTotals } from '../domain/campaign.ts';
import type { CampaignRecord, WaitsFor, WalkEnd } from './campaigns.ts';
import { walkId } from './chunk-ids.ts';
import { campaignKey, ttlFrom } from './items.ts';
import { WALKS } from './walks.ts';

/** `planning` and `sending` are one state in the table: which of them it is, the walks say. */
export type StoredStatus = 'running' | 'paused' | 'closed' | 'cancelled';

export interface CampaignItem {
  pk: string;
  sk: string;
  reconcilePk?: string;
  reconcileSk?: string;
  ttl: number;
  id: string;
  /** Absent: the id. */
  editionId?: string;
  followUp?: CampaignRecord['followUp'];
  publicationId: string;
  contentHash: string;
  status: StoredStatus;
  pausedBecause?: string;
  pausedUntil?: number;
  waitsFor?: WaitsFor;
  wokeAt?: number;
  startedAt: number;
  resumedAt?: number;
  closedAt?: number;
  audienceUntil: number;
  audience: CampaignRecord['audience'];
  readersTime?: string;
  quietHours?: CampaignRecord['quietHours'];
  isTracked?: boolean;
  walks: Record<string, WalkEnd>;
  sweptTo: Record<string, number>;
  settled?: CampaignRecord['settled'];
  plansAskedAt: number;
  restsUntil?: number;
  troubles?: number;
  totals?: CampaignTotals;
}

/** The partition of the index in which sweeps find what has not ended. */
export const UNFINISHED = 'campaigns';

export function newCampaignItem(campaign: Pick<CampaignRecord, NeededToStart>): CampaignItem {
  const { id, editionId, followUp, publicationId, contentHash } = campaign;
  const { startedAt, audienceUntil, audience, readersTime, quietHours, isTracked } = campaign;
  return {
    ...campaignKey(id),
    reconcilePk: UNFINISHED,
    reconcileSk: id,
    ttl: ttlFrom(startedAt),
    id,
    editionId: editionId === id ? undefined : editionId,
    followUp,
    publicationId,
    contentHash,
    status: 'running',
    startedAt: startedAt.getTime(),
    audienceUntil: audienceUntil.getTime(),
    audience,
    readersTime,
    quietHours,
    isTracked,
    walks: {},
    sweptTo: {},
    plansAskedAt: startedAt.getTime(),
  };
}
type NeededToStart =
  | 'id'
  | 'editionId'
  | 'followUp'
  | 'publicationId'
  | 'contentHash'
  | 'startedAt'
  | 'audienceUntil'
  | 'audience'
  | 'readersTime'
  | 'quietHours'
  | 'isTracked';

export function campaignOf(item: CampaignItem): CampaignRecord {
  const {
    id,
    editionId = id,
    followUp,
    publicationId,
    contentHash,
    pausedBecause,
    audience,
    readersTime,
    quietHours,
    isTracked,
  } = item;
  const { walks, sweptTo, totals } = item;
  return {
    id,
    editionId,
    followUp,
    publicationId,
    contentHash,
    status: statusOf(item),
    pausedBecause,
    pausedUntil: dateOf(item.pausedUntil),
    waitsFor: item.waitsFor,
    wokeAt: dateOf(item.wokeAt),
    startedAt: new Date(item.startedAt),
    resumedAt: dateOf(item.resumedAt),
    closedAt: dateOf(item.closedAt),
    audienceUntil: new Date(item.audienceUntil),
    audience,
    readersTime,
    quietHours,
    isTracked,
    walks,
    sweptTo,
    settled: item.settled ?? {},
    plansAskedAt: new Date(item.plansAskedAt),
    restsUntil: dateOf(item.restsUntil),
    troubles: item.troubles ?? 0,
    totals,
  };
}

function statusOf({ status, walks }: CampaignItem): CampaignRecord['status'] {
  if (status !== 'running') return status;
  return WALKS.every((walk) => walks[walkId(walk)]) ? 'sending' : 'planning';
}

const dateOf = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));
