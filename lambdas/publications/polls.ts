import { createHash } from 'node:crypto';
import { type Outbox, outbox, type Place } from '../platform/queue.ts';
import type { PollMessage } from './messages.ts';

/** What SQS takes as the name of a group. */
const MOST_GROUP_CHARACTERS = 128;

/** The way to the Polls queue, which hands out one message of a host at a time: so one host is asked by one connection. */
export const pollsOutbox = (queueUrl: string): Outbox<PollMessage> => outbox(queueUrl, { placeOf: placeOfPoll });

export function placeOfPoll(poll: PollMessage): Place {
  const { publicationId, sourceId, pollId, purpose, articleId, depth } = poll;
  const host = hostOf(poll.url);
  return {
    group: host.length <= MOST_GROUP_CHARACTERS ? host : digestOf(host),
    // A poll's id is one source's own; two publications may have the same source.
    id: digestOf(JSON.stringify([publicationId, sourceId, pollId, purpose, articleId, depth])),
  };
}

/** Host and port in the one form we keep: lower case, without the port that the scheme implies or the dot of the root. */
export function hostOf(url: string): string {
  const { host, hostname } = new URL(url);
  return hostname.endsWith('.') ? host.replace(hostname, hostname.slice(0, -1)) : host;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
