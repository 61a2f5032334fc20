import {
  askForTest,
  type ReaderOfEdition,
  readerOfEdition,
  type TestMessage,
  type TestSend,
  type TestWish,
  testSendsTable,
} from '../delivery/index.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest } from '../domain/publication.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';
import { outbox } from '../platform/queue.ts';
import type { PeopleDeps } from './people-deps.ts';

/** What is needed to look at an edition before it goes out, with everything but the question bound. */
export interface ReviewDeps {
  askForTest(wish: TestWish): Promise<{ requestId: string }>;
  /** @returns undefined when it was never asked for, or is forgotten */
  findTest(editionId: string, requestId: string): Promise<TestSend | undefined>;
  /** @throws RundbriefError `not-found` for somebody of whom the publication holds nothing */
  readerOf(edition: Edition, subscriberId: string): Promise<ReaderOfEdition>;
}

interface ReviewRooms extends Pick<PeopleDeps, 'findSubscriber'> {
  dynamo: DynamoDBDocumentClient;
  campaigns: Parameters<typeof readerOfEdition>[2]['campaigns'];
  digests: { list(publicationId: string): Promise<Digest[]> };
  now: () => Date;
}

export function reviewRoomsOf(
  { dynamo, campaigns, digests, findSubscriber, now }: ReviewRooms,
  { deliveriesTable, testsQueueUrl }: { deliveriesTable: string; testsQueueUrl: string },
): ReviewDeps {
  const asking = {
    tests: testSendsTable(dynamo, deliveriesTable),
    outbox: outbox<TestMessage>(testsQueueUrl),
    now,
  };
  const findSubscription = async (publicationId: string, subscriberId: string) =>
    (await findSubscriber({ publicationId, subscriberId })).subscription;
  return {
    askForTest: (wish) => askForTest(wish, asking),
    findTest: (editionId, requestId) => asking.tests.find(editionId, requestId),
    readerOf: (edition, subscriberId) =>
      readerOfEdition(edition, subscriberId, { findSubscription, campaigns, digests, now }),
  };
}
