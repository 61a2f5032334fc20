import { randomUUID } from 'node:crypto';
import type { Objects } from '../platform/objects.ts';
import type { Outbox } from '../platform/queue.ts';
import { type Exploration, type ExplorationMessage, exploration, explorationKey } from './messages.ts';

/** What an editor wants to know of an address. */
export type ExplorationWish = Omit<ExplorationMessage, 'explorationId'>;

/**
 * Asks what an address offers; nothing is stored but the answer, for a week.
 *
 * @returns the id under which {@link findExploration} finds the answer
 */
export async function askForExploration(
  wish: ExplorationWish,
  { explorations, newId = randomUUID }: { explorations: Outbox<ExplorationMessage>; newId?: () => string },
): Promise<{ explorationId: string }> {
  const explorationId = newId();
  await explorations.send({ ...wish, explorationId });
  return { explorationId };
}

/** @returns undefined while it is under way, or when nobody asked */
export async function findExploration(
  { publicationId, explorationId }: { publicationId: string; explorationId: string },
  { intake }: { intake: Pick<Objects, 'get'> },
): Promise<Exploration | undefined> {
  const found = await intake.get(explorationKey(publicationId, explorationId));
  return found && exploration.parse(JSON.parse(Buffer.from(found.body).toString('utf8')));
}
