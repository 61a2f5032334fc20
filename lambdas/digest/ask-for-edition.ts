import { randomUUID } from 'node:crypto';
import type { Outbox } from '../platform/queue.ts';
import type { CompositionMessage } from '../publications/index.ts';

/** What is left out: an edition of what is new, of no digest. */
export interface EditionWish {
  publicationId: string;
  digestId?: string;
  /** These articles in this order, and no others. */
  articles?: string[];
  /** An edition whose articles go out once more, as they are now. */
  duplicateOf?: string;
}

/**
 * An editor's wish for an edition now. It becomes a draft, whatever the digest's mode: who asks by hand wants to see it.
 *
 * @returns the id under which the run will be recorded
 */
export async function askForEdition(
  wish: EditionWish,
  { compositions }: { compositions: Outbox<CompositionMessage> },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  await compositions.send({ requestId, ...wish, by: 'editor', mode: 'draft' });
  return { requestId };
}
