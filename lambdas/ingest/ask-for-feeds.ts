/** The way to the Feeds queue. */
import { type Outbox, outbox, type Place } from '../platform/queue.ts';
import type { ArticleKeeper } from './articles/articles.ts';
import type { FeedsMessage } from './messages.ts';

/**
 * Changes of one window are one rebuild. Every message of the queue rests longer than a window (`lib/ingest.ts`), so the
 * rebuild that the first change of a window asks for begins after the last one of it, and finds it in every index.
 */
const WINDOW_MS = 4_000;

/** The queue hands out one message of a publication at a time: of two rebuilds the later one begins when the first is done. */
export function feedsOutbox(queueUrl: string): Outbox<FeedsMessage> {
  return outbox<FeedsMessage>(queueUrl, { placeOf: (message) => placeOfRebuild(message, new Date()) });
}

export function placeOfRebuild({ publicationId, afresh }: FeedsMessage, now: Date): Place {
  const window = Math.floor(now.getTime() / WINDOW_MS);
  return { group: publicationId, id: `${publicationId}-${window}${afresh ? '-afresh' : ''}` };
}

export interface FeedsDeps {
  articles: Pick<ArticleKeeper, 'noteChange'>;
  feeds: Outbox<FeedsMessage>;
}

/** Has a publication's feeds built again. The change is noted first: should the message be lost, a sweep finds it. */
export async function askForFeeds(
  message: FeedsMessage,
  { articles, feeds, now }: FeedsDeps & { now: Date },
): Promise<void> {
  await articles.noteChange(message.publicationId, now);
  await feeds.send(message);
}
