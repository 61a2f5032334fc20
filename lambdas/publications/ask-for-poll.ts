import { randomUUID } from 'node:crypto';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import type { HostPauses } from './host-pauses.ts';
import type { PollMessage } from './messages.ts';
import { isPolled } from './new-source.ts';
import { hostOf } from './polls.ts';
import type { Publications } from './publications.ts';

export interface AskDeps {
  polls: Outbox<PollMessage>;
  publications: Pick<Publications, 'find'>;
  hostPauses: Pick<HostPauses, 'active'>;
  now: () => Date;
  newId?: () => string;
}

/**
 * An editor wants to know what a source brings now. The schedule stays as it is.
 *
 * @returns the id that the source's `lastPollId` will show once the poll is done, whatever it brings
 * @throws RundbriefError `limited`, naming the time, while its host wants to be left alone; `invalid` when it has no
 *   address to ask
 */
export async function askForPoll(
  source: Source,
  { polls, publications, hostPauses, now, newId = randomUUID }: AskDeps,
): Promise<{ pollId: string }> {
  if (!isPolled(source.kind)) {
    throw new RundbriefError('invalid', `The source "${source.id}" is of the kind ${source.kind}: others send to it`);
  }
  const [publication, pauses] = await Promise.all([publications.find(source.publicationId), hostPauses.active(now())]);
  const host = hostOf(source.url);
  const until = pauses.get(host);
  if (until)
    throw new RundbriefError('limited', `${host} asked us to come back after ${clockTime(until, publication)}`);
  const pollId = newId();
  await polls.send(pollOf(source, { pollId, reportAlways: true, subscribers: publication?.subscribers }));
  return { pollId };
}

/** On the publication's own clock; a pause ends within a day. */
function clockTime(at: Date, publication: Publication | undefined): string {
  const timeZone = publication?.timeZone ?? 'UTC';
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

const SCHEDULED = 'scheduled-';

/** The id of a poll that the schedule asks for: the same for the same time, however often the tick comes. */
export const scheduledPollId = (sourceId: string, dueAt: Date) => `${SCHEDULED}${sourceId}-${dueAt.getTime()}`;

/** False for the schedule's own polls: nobody waits for them, so they must not stand where someone looks for theirs. */
export const isAskedFor = (pollId: string) => !pollId.startsWith(SCHEDULED);

/** The message for one poll, with what the fetcher needs to ask "has it changed?". */
export function pollOf(
  source: Source,
  { pollId, reportAlways, subscribers }: { pollId: string; reportAlways: boolean; subscribers?: number },
): PollMessage {
  const { etag, lastModified, contentHash } = source.fetchState;
  return {
    pollId,
    publicationId: source.publicationId,
    sourceId: source.id,
    kind: source.kind,
    purpose: 'source',
    url: source.url,
    ...(subscribers === undefined ? {} : { subscribers }),
    ...(etag ? { etag } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(contentHash ? { contentHash } : {}),
    reportAlways,
  };
}
