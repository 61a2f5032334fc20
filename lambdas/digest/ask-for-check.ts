import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import type { CheckMessage } from './messages.ts';

/**
 * Asks for a check of an edition as it will be when its turn comes, in a moment.
 *
 * @returns the id that its outcome will carry
 */
export async function askForCheck(
  { editionId }: { editionId: string },
  { checks }: { checks: Outbox<CheckMessage> },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  await checks.send({ requestId, editionId });
  return { requestId };
}
