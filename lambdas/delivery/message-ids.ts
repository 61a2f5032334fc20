import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll } from '../platform/dynamo.ts';
import { chunkId, chunkPlace } from './chunk-ids.ts';
import { chunkSk, ttlFrom, walkKey } from './items.ts';
import { CHUNK_SIZE } from './ledger.ts';
import type { ChunkRange } from './ledgers.ts';

/** Ids that SES gave to mails, by the index of the recipient. Whoever was sent a mail twice has two. */
export type IdsByIndex = ReadonlyMap<number, ReadonlySet<string>>;

/**
 * Where SES's ids of mails are kept, as its events bring them: added to sets, so that they may come doubled, late and in
 * any order. A recipient of whom no event came has none.
 */
export interface MessageIds {
  add(campaignId: string, chunk: string, ids: IdsByIndex, now: Date): Promise<void>;
  /** Of chunks from this number on, of as many as `limit` numbers; chunks without any are not in it. */
  range(range: Omit<ChunkRange, 'isExact'>): Promise<Map<string, IdsByIndex>>;
}

/**
 * Recipients whose ids lie in one item: at 28 bytes each it stays under 1 kB, so that a write costs one unit, however few
 * events come together.
 */
const IDS_AN_ITEM = 25;

export function messageIdsTable(dynamo: DynamoDBDocumentClient, TableName: string): MessageIds {
  return {
    async add(campaignId, chunk, ids, now) {
      const { walk, number } = chunkPlace(chunk);
      const parts = Map.groupBy(packedAll(ids), (packed) => partOf(packed));
      for (const [part, packed] of parts) {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: { pk: walkKey(campaignId, walk), sk: `${chunkSk('message', number)}#${part}` },
            UpdateExpression: 'SET #ttl = :ttl ADD ids :ids',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':ttl': ttlFrom(now), ':ids': new Set(packed) },
          }),
        );
      }
    },
    async range({ campaignId, walk, from, limit }) {
      const items = queryAll<{ sk: string; ids: Set<Uint8Array> }>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': walkKey(campaignId, walk),
          ':from': chunkSk('message', from),
          // Parts are digits, which sort before this.
          ':to': `${chunkSk('message', from + limit - 1)}#~`,
        },
      });
      const found = new Map<string, Map<number, Set<string>>>();
      for await (const { sk, ids } of items) {
        const chunk = chunkId({ walk, number: Number(sk.split('#')[1]) });
        const byIndex = found.get(chunk) ?? new Map<number, Set<string>>();
        for (const packed of ids) noteId(byIndex, ...unpacked(packed));
        found.set(chunk, byIndex);
      }
      return found;
    },
  };
}

/** The same promises in memory, for tests. */
export function messageIdsInMemory(): MessageIds {
  const held = new Map<string, { campaignId: string; chunk: string; ids: Map<number, Set<string>> }>();
  return {
    async add(campaignId, chunk, ids) {
      const given = packedAll(ids).map(unpacked);
      if (given.length === 0) return;
      const key = `${campaignId} ${chunk}`;
      const there = held.get(key) ?? { campaignId, chunk, ids: new Map() };
      for (const [index, id] of given) noteId(there.ids, index, id);
      held.set(key, there);
    },
    async range({ campaignId, walk, from, limit }) {
      const found = [...held.values()].filter(({ campaignId: id, chunk }) => {
        const place = chunkPlace(chunk);
        return id === campaignId && place.walk === walk && place.number >= from && place.number < from + limit;
      });
      return new Map(found.map(({ chunk, ids }) => [chunk, structuredClone(ids)]));
    },
  };
}

/** Adds one to those of its recipient. */
export function noteId(ids: Map<number, Set<string>>, index: number, id: string): void {
  const there = ids.get(index);
  if (there) there.add(id);
  else ids.set(index, new Set([id]));
}

/** As SES makes them: 16 hexadecimal digits, a UUID, 6 digits. */
const USUAL = /^([0-9a-f]{16})-([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})-([0-9]{6})$/;
/** What another endpoint may call an id; longer ones are none. */
const MOST_CHARACTERS = 100;
/** Added to the index where the id stands as text. */
const AS_TEXT = 128;

const packedAll = (ids: IdsByIndex): Uint8Array[] =>
  [...ids].flatMap(([index, some]) => [...some].flatMap((id) => packed(index, id) ?? []));

/** Index and id in 28 bytes, instead of 60 characters; undefined for an index that no chunk has, and for no id. */
function packed(index: number, id: string): Uint8Array | undefined {
  if (index < 0 || index >= CHUNK_SIZE || id.length === 0 || id.length > MOST_CHARACTERS) return undefined;
  const parts = USUAL.exec(id)?.slice(1);
  if (!parts) return Buffer.concat([Buffer.of(index + AS_TEXT), Buffer.from(id)]);
  const [end = ''] = parts.splice(-1);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(Number(end));
  return Buffer.concat([Buffer.of(index), Buffer.from(parts.join(''), 'hex'), number.subarray(1)]);
}

function unpacked(bytes: Uint8Array): [index: number, id: string] {
  const [first = 0] = bytes;
  const rest = Buffer.from(bytes.subarray(1));
  if (first >= AS_TEXT) return [first - AS_TEXT, rest.toString()];
  const hex = rest.toString('hex', 0, 24);
  const uuid = hex.slice(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return [first, `${hex.slice(0, 16)}-${uuid}-${String(rest.readUIntBE(24, 3)).padStart(6, '0')}`];
}

const partOf = ([first = 0]: Uint8Array): number => Math.floor((first % AS_TEXT) / IDS_AN_ITEM);
