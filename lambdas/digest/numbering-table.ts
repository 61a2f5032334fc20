import { claimKey, type EditionRecord, editionFrom, editionKey, editionRecord } from './edition-item.ts';
import { type Editions, editionId } from './editions.ts';
import { refuseTooLarge } from './record-size.ts';
import type { TableAccess } from './table-access.ts';

/** Longer than SQS keeps a message. */
const CLAIM_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Which request has which number, and the edition it wrote under it. */
export function numberingTable(
  { get, put, update }: TableAccess,
  list: Editions['list'],
): Pick<Editions, 'findComposed' | 'claimNumber' | 'moveClaim' | 'create'> {
  const lastNumber = async (publicationId: string) => (await list(publicationId, { limit: 1 }))[0]?.number ?? 0;

  const claimed = async (publicationId: string, request: string) =>
    (await get<{ number: number }>(claimKey(publicationId, request)))?.number;

  const composedBy = async (id: string, request: string) => {
    const Key = editionKey(id);
    const record = Key && (await get<EditionRecord>(Key));
    return record?.request === request ? editionFrom(record) : undefined;
  };

  return {
    async findComposed(publicationId, request) {
      const number = await claimed(publicationId, request);
      return number === undefined ? undefined : composedBy(editionId(publicationId, number), request);
    },
    async claimNumber(publicationId, request) {
      const held = await claimed(publicationId, request);
      if (held !== undefined) return held;
      const number = (await lastNumber(publicationId)) + 1;
      const ttl = Math.floor((Date.now() + CLAIM_KEPT_MS) / 1000);
      const isOurs = await put({
        Item: { ...claimKey(publicationId, request), number, ttl },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return isOurs ? number : ((await claimed(publicationId, request)) ?? number);
    },
    async moveClaim(publicationId, request, taken) {
      const number = Math.max(await lastNumber(publicationId), taken) + 1;
      const isMoved = await update({
        Key: claimKey(publicationId, request),
        UpdateExpression: 'SET #number = :number',
        // Another composer of the same request may have moved it already: theirs holds for both.
        ConditionExpression: '#number = :taken',
        ExpressionAttributeNames: { '#number': 'number' },
        ExpressionAttributeValues: { ':number': number, ':taken': taken },
      });
      return isMoved ? number : ((await claimed(publicationId, request)) ?? number);
    },
    async create(edition, request) {
      const Item = editionRecord(edition, request);
      refuseTooLarge(Item);
      const isNew = await put({ Item, ConditionExpression: 'attribute_not_exists(pk)' });
      return isNew ? edition : composedBy(edition.id, request);
    },
  };
}
