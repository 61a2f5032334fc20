import type { Outbox } from '../platform/queue.ts';
import type { Editions } from './editions.ts';
import type { ReadyMessage } from './messages.ts';
import { refuseBlocked } from './refuse-blocked.ts';

/**
 * Hands an edition to its campaign. One that went out is not held back any more: those who miss it get it as the others did.
 *
 * @throws RundbriefError `conflict` when a check of this very content has found what must not go out
 */
export async function askForSend(
  wish: ReadyMessage,
  { editions, ready }: { editions: Pick<Editions, 'find' | 'findCheck'>; ready: Pick<Outbox<ReadyMessage>, 'send'> },
): Promise<void> {
  const { editionId: id, contentHash } = wish;
  const edition = await editions.find(id);
  if (edition?.status === 'draft') await refuseBlocked({ id, contentHash }, { editions });
  await ready.send(wish);
}
