import { randomUUID } from 'node:crypto';
import { chunkNumber, chunkPlace, walkId } from './chunk-ids.ts';

/**
 * Keys of the Deliveries table, which this room alone writes:
 *
 *   pk  campaign#<campaignId>           sk  campaign              the campaign, in the index `reconcile` until it has ended
 *                                       sk  audit#<time>#<any>    what a person asked of it
 *                                       sk  list#<fingerprint>    people to whom its edition is sent once more
 *   pk  chunks#<campaignId>#<walk>      sk  manifest#<number>     who is in a chunk: written once
 *                                       sk  ledger#<number>       what became of them
 *                                       sk  evidence#<number>     what SES reported of them
 *                                       sk  message#<number>#<n>  SES's ids of their mails, for a quarter of them
 *   pk  pace                            sk  lane#<number>         who may send at which pace
 *                                       sk  quota                 what SES lets the account send, and what was sent before today
 *                                       sk  line#<campaignId>#<walk>  how far its chunks are queued
 *   pk  welcome#<publicationId>#<id>    sk  welcome               who was greeted
 *   pk  test#<editionId>                sk  test#<requestId>      to whom a test goes, and what became of it
 *
 * Kinds come before numbers, so that one query reads many ledgers and no manifests. The index holds campaigns only:
 * ledgers that lie together are read a hundred for nine units, and an index entry for each would cost two writes.
 */
export const campaignKey = (campaignId: string) => ({ pk: `campaign#${campaignId}`, sk: 'campaign' });

/** By time; two that ask in the same millisecond are two entries. */
export const auditKey = (campaignId: string, at: Date) => ({
  pk: campaignKey(campaignId).pk,
  sk: `audit#${at.toISOString()}#${randomUUID().slice(0, 8)}`,
});

export const listKey = (editionId: string, list: string) => ({ pk: campaignKey(editionId).pk, sk: `list#${list}` });

export const walkKey = (campaignId: string, walk: number): string => `chunks#${campaignId}#${walkId(walk)}`;

export type ChunkItem = 'manifest' | 'ledger' | 'evidence' | 'message';

export const chunkSk = (kind: ChunkItem, number: number): string => `${kind}#${chunkNumber(number)}`;

export function chunkKey(kind: ChunkItem, campaignId: string, chunk: string) {
  const { walk, number } = chunkPlace(chunk);
  return { pk: walkKey(campaignId, walk), sk: chunkSk(kind, number) };
}

export const PACE_PK = 'pace';
export const QUOTA_KEY = { pk: PACE_PK, sk: 'quota' };
export const laneKey = (lane: number) => ({ pk: PACE_PK, sk: `lane#${String(lane).padStart(3, '0')}` });

export const lineKey = (campaignId: string, walk: number) => ({
  pk: PACE_PK,
  sk: `line#${campaignId}#${walkId(walk)}`,
});

export const welcomeKey = ({ publicationId, subscriberId }: { publicationId: string; subscriberId: string }) => ({
  pk: `welcome#${publicationId}#${subscriberId}`,
  sk: 'welcome',
});

export const testKey = ({ editionId, requestId }: { editionId: string; requestId: string }) => ({
  pk: `test#${editionId}`,
  sk: `test#${requestId}`,
});

const DAYS_KEPT = 180;

/** When DynamoDB may delete what is written now, in epoch seconds. */
export const ttlFrom = (now: Date): number => Math.floor(now.getTime() / 1000) + DAYS_KEPT * 24 * 60 * 60;
