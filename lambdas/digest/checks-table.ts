import { checkKey } from './edition-item.ts';
import type { EditionCheck, Editions } from './editions.ts';
import type { TableAccess } from './table-access.ts';

const KEPT_SECONDS = 30 * 24 * 60 * 60;

type CheckRecord = Omit<EditionCheck, 'at'> & { pk: string; sk: string; ttl: number; at: string };

/** What checks have found. */
export function checksTable({ get, put }: TableAccess): Pick<Editions, 'findCheck' | 'recordCheck'> {
  return {
    async findCheck(editionId, contentHash) {
      const Key = checkKey(editionId, contentHash);
      const record = Key && (await get<CheckRecord>(Key));
      if (!record) return undefined;
      const { pk, sk, ttl, at, ...check } = record;
      return { ...check, at: new Date(at) };
    },
    async recordCheck(check) {
      const Key = checkKey(check.editionId, check.contentHash);
      if (!Key) return;
      const ttl = Math.floor(check.at.getTime() / 1000) + KEPT_SECONDS;
      const Item = { ...Key, ...check, at: check.at.toISOString(), ttl };
      await put({ Item, ...(check.requestId === undefined && { ConditionExpression: 'attribute_not_exists(pk)' }) });
    },
  };
}
