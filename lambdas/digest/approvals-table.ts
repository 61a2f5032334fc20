import { editionKey } from './edition-item.ts';
import type { Editions } from './editions.ts';
import type { TableAccess } from './table-access.ts';

/** Approved drafts with a time stand here, by time: what goes out by itself is found without reading the others. */
const SCHEDULED = 'scheduled';

/** Which drafts may go out, and which of them do so by themselves. */
export function approvalsTable({ update, query }: TableAccess): Pick<Editions, 'approve' | 'listDue'> {
  return {
    async approve(editionId, contentHash, { approval, sendAt }) {
      const Key = editionKey(editionId);
      if (!Key) return false;
      const set = {
        ...(approval && { approval: { by: approval.by, at: approval.at.toISOString() } }),
        ...(sendAt && { sendAt: sendAt.toISOString() }),
        ...(approval && sendAt && { sendsPk: SCHEDULED, sendsSk: `${sendAt.toISOString()}#${editionId}` }),
      };
      const removed = ['approval', 'sendAt', 'sendsPk', 'sendsSk'].filter((name) => !(name in set));
      const sets = Object.keys(set).map((name) => `${name} = :${name}`);
      return update({
        Key,
        UpdateExpression: [
          sets.length > 0 && `SET ${sets.join(', ')}`,
          removed.length > 0 && `REMOVE ${removed.join(', ')}`,
        ]
          .filter(Boolean)
          .join(' '),
        ConditionExpression: '#status = :draft AND contentHash = :hash',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':draft': 'draft',
          ':hash': contentHash,
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        },
      });
    },
    async listDue(until, { limit }) {
      const keys = await query<{ sendsSk: string }>(
        {
          IndexName: 'sends',
          KeyConditionExpression: 'sendsPk = :scheduled AND sendsSk <= :until',
          // `~` comes after everything an id may hold.
          ExpressionAttributeValues: { ':scheduled': SCHEDULED, ':until': `${until.toISOString()}#~` },
        },
        limit,
      );
      return keys.map(({ sendsSk }) => {
        const [sendAt = '', editionId = ''] = sendsSk.split('#');
        return { editionId, sendAt: new Date(sendAt) };
      });
    },
  };
}
