import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import type { EditMessage } from './messages.ts';

/**
 * An editor's change of a draft. It is made by whoever renders; until then the draft is as it was.
 *
 * @returns the id under which its outcome will be noted
 */
export async function askForEdit(
  wish: Omit<EditMessage, 'requestId'>,
  { compositions }: { compositions: Outbox<EditMessage> },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  await compositions.send({ requestId, ...wish });
  return { requestId };
}
