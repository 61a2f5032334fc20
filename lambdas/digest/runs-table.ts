import { partitionOf, type RunRecord, runFrom, runKey, runRecord } from './edition-item.ts';
import type { Editions } from './editions.ts';
import type { TableAccess } from './table-access.ts';

/** What became of requests to compose. */
export function runsTable({ get, put, query }: TableAccess): Pick<Editions, 'findRun' | 'listRuns' | 'recordRun'> {
  return {
    async findRun(publicationId, requestId) {
      const record = await get<RunRecord>(runKey(publicationId, requestId));
      return record && runFrom(record);
    },
    async listRuns(publicationId, { limit }) {
      // Few enough to sort here: an index for half a year of runs would cost more than it saves.
      const runs = await query<RunRecord>({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :run)',
        ExpressionAttributeValues: { ':pk': partitionOf(publicationId), ':run': 'RUN#' },
      });
      return runs
        .sort((one, other) => (one.at < other.at ? 1 : -1))
        .slice(0, limit)
        .map(runFrom);
    },
    async recordRun(run) {
      await put({
        Item: runRecord(run),
        ConditionExpression: 'attribute_not_exists(pk) OR outcome.kind <> :composed',
        ExpressionAttributeValues: { ':composed': 'composed' },
      });
    },
  };
}
