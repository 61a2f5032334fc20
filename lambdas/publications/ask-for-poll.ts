import { randomUUID } from 'node:crypto';
import type { Source } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import type { PollMessage } from './messages.ts';

/**
 * An editor wants to know what a source brings now. The schedule stays as it is.
 *
 * @returns the id that the source's `lastPollId` will show once the poll is done, whatever it brings
 */
export async function askForPoll(
  source: Source,
  { polls, newId = randomUUID }: { polls: Outbox<PollMessage>; newId?: () => string },
): Promise<{ pollId: string }> {
  const pollId = newId();
  await polls.send(pollOf(source, { pollId, reportAlways: true }));
  return { pollId };
}

const SCHEDULED = 'scheduled-';

/** The id of a poll that the schedule asks for: the same for the same time, however often the tick comes. */
export const scheduledPollId = (sourceId: string, dueAt: Date) => `${SCHEDULED}${sourceId}-${dueAt.getTime()}`;

/** False for the schedule's own polls: nobody waits for them, so they must not stand where someone looks for theirs. */
export const isAskedFor = (pollId: string) => !pollId.startsWith(SCHEDULED);

/** The message for one poll, with what the fetcher needs to ask "has it changed?". */
export function pollOf(
  source: Source,
  { pollId, reportAlways }: { pollId: string; reportAlways: boolean },
): PollMessage {
  const { etag, lastModified, contentHash } = source.fetchState;
  return {
    pollId,
    publicationId: source.publicationId,
    sourceId: source.id,
    kind: source.kind,
    purpose: 'source',
    url: source.url,
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(contentHash ? { contentHash } : {}),
    reportAlways,
  };
}
