import { randomUUID } from 'node:crypto';
import type { Edition } from '../domain/edition.ts';
import type { Language } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import type { TestMessage } from './messages.ts';
import type { TestSends } from './test-sends.ts';

/** Enough for an editorial team; more would be a sending. */
export const MOST_TEST_ADDRESSES = 5;

export interface TestWish {
  edition: Pick<Edition, 'id' | 'publicationId' | 'contentHash'>;
  /** Addresses as we write to them, at most {@link MOST_TEST_ADDRESSES}. */
  to: string[];
  /** What of the edition; empty for all of it. */
  topics: string[];
  language: Language;
}

/** Asks for an edition, as it is now, to be sent to a few people for a look. The queue carries no address. */
export async function askForTest(
  { edition, to, topics, language }: TestWish,
  { tests, outbox, now }: { tests: TestSends; outbox: Outbox<TestMessage>; now: () => Date },
): Promise<{ requestId: string }> {
  const requestId = randomUUID();
  const { id: editionId, publicationId, contentHash } = edition;
  const letters = to.map((address) => ({ to: address, outcome: 'pending' as const }));
  await tests.keep({ editionId, requestId, publicationId, contentHash, topics, language, letters, askedAt: now() });
  await outbox.send({ editionId, requestId });
  return { requestId };
}
