import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';
import type { Editions } from './editions.ts';
import type { ReadyMessage } from './messages.ts';

export interface SendDueDeps {
  editions: Pick<Editions, 'find' | 'listDue'>;
  ready: Pick<Outbox<ReadyMessage>, 'send'>;
  now: () => Date;
}

/** More than these never wait at one minute that is no mistake. */
const MOST_AT_ONCE = 50;

/**
 * Hands approved drafts over whose time has come. A message that is lost is sent again a minute later, since a draft stands
 * here until it is frozen; one that comes twice starts one campaign.
 */
export async function sendDueEditions({ editions, ready, now }: SendDueDeps): Promise<void> {
  for (const { editionId } of await editions.listDue(now(), { limit: MOST_AT_ONCE })) {
    const edition = await editions.find(editionId);
    // The index may be a moment behind: an approval that was voided just now does not count.
    if (edition?.status !== 'draft' || !edition.approval || !edition.sendAt || edition.sendAt > now()) continue;
    await ready.send({ editionId, contentHash: edition.contentHash });
    log.info('An approved edition goes out at its time', { editionId });
  }
}
