import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import type { CompositionMessage } from '../publications/index.ts';

/**
 * An editor's wish for an edition now. It becomes a draft, whatever the digest's mode: who asks by hand wants to see it.
 *
 * @returns the id under which the run will be recorded
 */
export async function askForEdition(
  { publicationId, digestId }: { publicationId: string; digestId?: string },
  { compositions }: { compositions: Outbox<CompositionMessage> },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  await compositions.send({ requestId, publicationId, digestId, by: 'editor', mode: 'draft' });
  return { requestId };
}
