import { type EditRecord, editKey } from './edition-item.ts';
import type { Editions } from './editions.ts';
import type { TableAccess } from './table-access.ts';

const KEPT_SECONDS = 24 * 60 * 60;

/** What became of editors' changes. */
export function editsTable({ get, put }: TableAccess): Pick<Editions, 'findEdit' | 'recordEdit'> {
  return {
    async findEdit(editionId, requestId) {
      const Key = editKey(editionId, requestId);
      const record = Key && (await get<EditRecord>(Key));
      if (!record) return undefined;
      const { pk, sk, ttl, at, ...run } = record;
      return { ...run, at: new Date(at) };
    },
    async recordEdit(run) {
      const Key = editKey(run.editionId, run.requestId);
      if (!Key) return;
      const ttl = Math.floor(run.at.getTime() / 1000) + KEPT_SECONDS;
      await put({ Item: { ...Key, ...run, at: run.at.toISOString(), ttl } });
    },
  };
}
