import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll } from '../platform/dynamo.ts';
import { chunkId, chunkPlace } from './chunk-ids.ts';
import { addEngagement, type Engagement, noEngagement } from './engagement.ts';
import { chunkKey, chunkSk, ttlFrom, walkKey } from './items.ts';
import { CHUNK_SIZE, type Indexes } from './ledger.ts';
import type { ChunkRange } from './ledgers.ts';

/**
 * What SES reports of a mail, as far as we keep it. `softBounce`: any that is not permanent. `tracked`: its reader has agreed
 * that opens and clicks are counted; the last four are there of no others. `openByPerson`: an open by no program we know.
 */
export const EVIDENCE_KINDS = [
  ...(['send', 'delivery', 'bounce', 'softBounce', 'complaint', 'reject'] as const),
  ...(['tracked', 'open', 'openByPerson', 'click'] as const),
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What SES reported of a chunk's recipients: indexes by kind, and single clicks as numbers of engagement.ts. */
export type Evidence = Partial<Record<EvidenceKind | 'follows', Indexes>>;
const SETS = [...EVIDENCE_KINDS, 'follows'] as const;
type SetName = (typeof SETS)[number];

/**
 * Where evidence is kept. Indexes are only ever added to sets, so events may come doubled, late and in any order, also
 * before the answer they belong to.
 */
export interface EvidenceStore {
  add(campaignId: string, chunk: string, evidence: Evidence, now: Date): Promise<void>;
  /** Strongly consistent. */
  find(campaignId: string, chunk: string): Promise<Evidence>;
  /** What was reported of chunks from this number on, of as many as `limit` numbers; chunks without evidence are not in it. */
  range(range: Omit<ChunkRange, 'isExact'>): Promise<Map<string, Evidence>>;
  /** Mails of a walk for which an event came, by kind; one mail counts once a kind. */
  count(campaignId: string, walk: number): Promise<EvidenceCounts>;
}

export interface EvidenceCounts {
  deliveries: number;
  bounces: number;
  complaints: number;
  engagement: Engagement;
}

/** Whoever has any event was taken by SES: also who bounced or was rejected. */
export function proven(evidence: Evidence): Indexes {
  return new Set(EVIDENCE_KINDS.flatMap((kind) => [...(evidence[kind] ?? [])]));
}

export function evidenceTable(dynamo: DynamoDBDocumentClient, TableName: string): EvidenceStore {
  const between = (campaignId: string, walk: number, from: number, to: number) =>
    queryAll<EvidenceItem>(dynamo, {
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': walkKey(campaignId, walk),
        ':from': chunkSk('evidence', from),
        ':to': chunkSk('evidence', to),
      },
    });
  return {
    async add(campaignId, chunk, evidence, now) {
      const given = sets(evidence);
      if (given.length === 0) return;
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: chunkKey('evidence', campaignId, chunk),
          UpdateExpression: `SET #ttl = :ttl ADD ${given.map(([kind]) => `#${kind} :${kind}`).join(', ')}`,
          ExpressionAttributeNames: { '#ttl': 'ttl', ...Object.fromEntries(given.map(([kind]) => [`#${kind}`, kind])) },
          ExpressionAttributeValues: {
            ':ttl': ttlFrom(now),
            ...Object.fromEntries(given.map(([kind, indexes]) => [`:${kind}`, new Set(indexes)])),
          },
        }),
      );
    },
    async find(campaignId, chunk) {
      const Key = chunkKey('evidence', campaignId, chunk);
      const { Item = {} } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return fromItem(Item);
    },
    async range({ campaignId, walk, from, limit }) {
      const items = between(campaignId, walk, from, from + limit - 1);
      return new Map(await Array.fromAsync(items, (item) => [chunkOf(walk, item.sk), fromItem(item)] as const));
    },
    async count(campaignId, walk) {
      const counts = nothing();
      for await (const item of between(campaignId, walk, 0, 999_999)) add(counts, fromItem(item));
      return counts;
    },
  };
}

/** The same promises in memory, for tests. */
export function evidenceInMemory(): EvidenceStore {
  const held = new Map<string, { campaignId: string; chunk: string; evidence: Evidence }>();
  const idOf = (campaignId: string, chunk: string) => `${campaignId} ${chunk}`;
  return {
    async add(campaignId, chunk, evidence) {
      const there = held.get(idOf(campaignId, chunk))?.evidence ?? {};
      const merged = { ...there };
      for (const [kind, indexes] of sets(evidence)) merged[kind] = new Set([...(there[kind] ?? []), ...indexes]);
      held.set(idOf(campaignId, chunk), { campaignId, chunk, evidence: merged });
    },
    async find(campaignId, chunk) {
      return structuredClone(held.get(idOf(campaignId, chunk))?.evidence ?? {});
    },
    async range({ campaignId, walk, from, limit }) {
      const found = [...held.values()].filter(({ campaignId: id, chunk }) => {
        const place = chunkPlace(chunk);
        return id === campaignId && place.walk === walk && place.number >= from && place.number < from + limit;
      });
      return new Map(found.map(({ chunk, evidence }) => [chunk, structuredClone(evidence)]));
    },
    async count(campaignId, walk) {
      const counts = nothing();
      for (const one of held.values()) {
        if (one.campaignId === campaignId && chunkPlace(one.chunk).walk === walk) add(counts, one.evidence);
      }
      return counts;
    },
  };
}

export const nothing = (): EvidenceCounts => ({
  ...{ deliveries: 0, bounces: 0, complaints: 0 },
  engagement: noEngagement(),
});

function add(counts: EvidenceCounts, evidence: Evidence): void {
  counts.deliveries += evidence.delivery?.size ?? 0;
  counts.bounces += new Set([...(evidence.bounce ?? []), ...(evidence.softBounce ?? [])]).size;
  counts.complaints += evidence.complaint?.size ?? 0;
  addEngagement(counts.engagement, evidence);
}

/** Only sets that are not empty and indexes that a chunk can have. */
function sets(evidence: Evidence): [SetName, number[]][] {
  return SETS.map((name): [SetName, number[]] => [
    name,
    [...(evidence[name] ?? [])].filter((number) => number >= 0 && (name === 'follows' || number < CHUNK_SIZE)),
  ]).filter(([, numbers]) => numbers.length > 0);
}

type EvidenceItem = Evidence & { sk: string };

const chunkOf = (walk: number, sk: string): string => chunkId({ walk, number: Number(sk.split('#').at(-1)) });

const fromItem = (item: Evidence): Evidence =>
  Object.fromEntries(SETS.filter((name) => item[name]?.size).map((name) => [name, new Set(item[name] as Indexes)]));
