import { createHash } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { chunkId } from './chunk-ids.ts';
import { chunkKey, chunkSk, ttlFrom, walkKey } from './items.ts';
import type { ChunkRange } from './ledgers.ts';

/** Who is in a chunk: written once, never changed. A recipient's index is its place in `subscriberIds`. */
export interface Manifest {
  campaignId: string;
  walk: number;
  number: number;
  /** At most 100. Empty only when a walk ends exactly behind its last full chunk; such a one has no ledger. */
  subscriberIds: string[];
  /** By the same index, how many minutes after the campaign's start everyone's hour comes; absent when nobody waits. */
  waits?: number[];
  /** Where the next chunk begins; absent behind the last one. */
  next?: WalkPosition;
  /** Recipients of this walk up to and with this chunk. */
  recipientsSoFar: number;
  cutAt: Date;
}

/** A place in the audience: behind a subscriber of a shard, or at the shard's beginning. */
export interface WalkPosition {
  shard: number;
  after?: string;
}

export interface Manifests {
  /** Writes it unless this chunk is cut already. @returns the one that counts: ours or the one that was there */
  cut(manifest: Manifest): Promise<Manifest>;
  find(campaignId: string, chunk: string): Promise<Manifest | undefined>;
  /** In order of number, at most `limit`. */
  range(range: ChunkRange): Promise<Manifest[]>;
  /** The one cut last. */
  last(campaignId: string, walk: number): Promise<Manifest | undefined>;
}

export function manifestsTable(dynamo: DynamoDBDocumentClient, TableName: string): Manifests {
  async function find(campaignId: string, chunk: string, ConsistentRead = false): Promise<Manifest | undefined> {
    const Key = chunkKey('manifest', campaignId, chunk);
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead }));
    return Item && fromItem(campaignId, Item as ManifestItem);
  }
  async function query(range: ChunkRange, isForward: boolean): Promise<Manifest[]> {
    const { campaignId, walk, from, limit, isExact } = range;
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': walkKey(campaignId, walk),
          ':from': chunkSk('manifest', from),
          ':to': chunkSk('manifest', 999_999),
        },
        ConsistentRead: isExact,
        ScanIndexForward: isForward,
        Limit: limit,
      }),
    );
    return Items.map((item) => fromItem(campaignId, item as ManifestItem));
  }
  return {
    async cut(manifest) {
      try {
        const Item = toItem(manifest);
        await dynamo.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
        return manifest;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const there = await find(manifest.campaignId, chunkId(manifest), true);
        if (!there) throw error;
        return there;
      }
    },
    async find(campaignId, chunk) {
      // Written long before it is asked for, so the cheap read nearly always finds it.
      return (await find(campaignId, chunk)) ?? (await find(campaignId, chunk, true));
    },
    range: (range) => query(range, true),
    async last(campaignId, walk) {
      const [manifest] = await query({ campaignId, walk, from: 1, limit: 1, isExact: true }, false);
      return manifest;
    },
  };
}

/** The same promises in memory, for tests. */
export function manifestsInMemory(): Manifests & { held: Map<string, Manifest> } {
  const held = new Map<string, Manifest>();
  const idOf = (campaignId: string, chunk: string) => `${campaignId} ${chunk}`;
  const ofWalk = (campaignId: string, walk: number) =>
    [...held.values()]
      .filter((manifest) => manifest.campaignId === campaignId && manifest.walk === walk)
      .sort((one, other) => one.number - other.number)
      .map((manifest) => structuredClone(manifest));
  return {
    held,
    async cut(manifest) {
      const id = idOf(manifest.campaignId, chunkId(manifest));
      if (!held.has(id)) held.set(id, structuredClone(manifest));
      return structuredClone(held.get(id) as Manifest);
    },
    async find(campaignId, chunk) {
      return structuredClone(held.get(idOf(campaignId, chunk)));
    },
    async range({ campaignId, walk, from, limit }) {
      return ofWalk(campaignId, walk)
        .filter(({ number }) => number >= from)
        .slice(0, limit);
    },
    async last(campaignId, walk) {
      return ofWalk(campaignId, walk).at(-1);
    },
  };
}

/** Kept in the ledger, so that an altered manifest is noticed before anybody is written to. */
export function fingerprint({ subscriberIds, waits }: Pick<Manifest, 'subscriberIds' | 'waits'>): string {
  const hash = createHash('sha256').update(packedIds(subscriberIds));
  if (waits) hash.update(packedWaits(waits));
  return hash.digest('base64url').slice(0, 8);
}

/** False when the manifest of a chunk is another than its ledger was opened for. */
export const isAsPlanned = (manifest: Manifest, { size, check }: { size: number; check: string }): boolean =>
  manifest.subscriberIds.length === size && fingerprint(manifest) === check;

const ID_BYTES = 16;

/** Ids side by side, 16 bytes each: a hundred fit into two write units. */
export function packedIds(subscriberIds: string[]): Uint8Array {
  const bytes = subscriberIds.map((id) => Buffer.from(id, 'base64url'));
  const strange = bytes.findIndex((id) => id.length !== ID_BYTES);
  if (strange >= 0) throw new RundbriefError('invalid', `"${subscriberIds[strange]}" is no subscriber id`);
  return Buffer.concat(bytes);
}

export function unpackedIds(ids: Uint8Array): string[] {
  const bytes = Buffer.from(ids);
  return Array.from({ length: Math.floor(bytes.length / ID_BYTES) }, (_, index) =>
    bytes.toString('base64url', index * ID_BYTES, (index + 1) * ID_BYTES),
  );
}

/** Two bytes each, so that a manifest with waits costs no third write unit. */
function packedWaits(waits: number[]): Uint8Array {
  const bytes = Buffer.alloc(waits.length * 2);
  for (const [index, minutes] of waits.entries()) bytes.writeUInt16BE(minutes, index * 2);
  return bytes;
}

function unpackedWaits(waits: Uint8Array): number[] {
  const bytes = Buffer.from(waits);
  return Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => bytes.readUInt16BE(index * 2));
}

type ManifestItem = ReturnType<typeof toItem>;

function toItem({ campaignId, walk, number, subscriberIds, waits, next, recipientsSoFar, cutAt }: Manifest) {
  return {
    ...chunkKey('manifest', campaignId, chunkId({ walk, number })),
    walk,
    number,
    // An empty binary is allowed, an empty set would not be.
    ids: packedIds(subscriberIds),
    waits: waits && packedWaits(waits),
    next,
    recipientsSoFar,
    cutAt: cutAt.getTime(),
    ttl: ttlFrom(cutAt),
  };
}

function fromItem(campaignId: string, item: ManifestItem): Manifest {
  const { walk, number, ids, waits, next, recipientsSoFar, cutAt } = item;
  return {
    ...{ campaignId, walk, number, subscriberIds: unpackedIds(ids), next, recipientsSoFar, cutAt: new Date(cutAt) },
    ...(waits ? { waits: unpackedWaits(waits) } : {}),
  };
}
