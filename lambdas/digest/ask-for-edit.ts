import { randomUUID } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import { messageBody, type Outbox } from '../platform/queue.ts';
import type { EditMessage } from './messages.ts';

/** A message of SQS has 256 kB, in UTF-8; an emoji has twelve bytes there. */
const MOST_BYTES = 250_000;

/**
 * An editor's change of a draft. It is made by whoever renders; until then the draft is as it was.
 *
 * @returns the id under which its outcome will be noted
 * @throws RundbriefError `invalid` for more than can be asked for at once
 */
export async function askForEdit(
  wish: Omit<EditMessage, 'requestId'>,
  { compositions }: { compositions: Outbox<EditMessage> },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  const bytes = Buffer.byteLength(messageBody(wish));
  if (bytes > MOST_BYTES) {
    throw new RundbriefError(
      'invalid',
      `The change is too long: ${Math.ceil(bytes / 1000)} kB of at most 250. Make it in several; teasers and texts that are left out stay as they are`,
    );
  }
  await compositions.send({ requestId, ...wish });
  return { requestId };
}
