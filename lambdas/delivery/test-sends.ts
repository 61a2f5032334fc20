import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Language } from '../domain/publication.ts';
import { type DynamoDBDocumentClient, unlessRefused } from '../platform/dynamo.ts';
import { testKey } from './items.ts';

/** What is to be sent to a few people who want to see an edition in their own mail program. */
export interface TestSend {
  editionId: string;
  requestId: string;
  publicationId: string;
  contentHash: string;
  /** What of the edition; empty for all of it. */
  topics: string[];
  /** In which the page behind its links speaks. */
  language: Language;
  letters: TestLetter[];
  askedAt: Date;
}

export interface TestLetter {
  /** Personal data: gone as soon as it is known what became of the letter, and after a day in any case. */
  to?: string;
  outcome: 'pending' | 'sending' | TestOutcome;
  /** Why it was refused, or is uncertain. */
  reason?: string;
}

export type TestOutcome = 'accepted' | 'refused' | 'unknown';

type WhichTest = Pick<TestSend, 'editionId' | 'requestId'>;

/** Tests that were asked for in the last day. */
export interface TestSends {
  keep(test: TestSend): Promise<void>;
  find(editionId: string, requestId: string): Promise<TestSend | undefined>;
  /** Takes the right to send a letter, before it is done; false when it was taken already. */
  claim(test: WhichTest, position: number): Promise<boolean>;
  /** Notes what became of it, and forgets to whom it went. */
  settle(test: WhichTest, position: number, end: { outcome: TestOutcome; reason?: string }): Promise<void>;
}

type TestItem = Omit<TestSend, 'askedAt'> & { askedAt: string; pk: string; sk: string; ttl: number };

const SECONDS_KEPT = 24 * 60 * 60;

export function testSendsTable(dynamo: DynamoDBDocumentClient, TableName: string): TestSends {
  return {
    async keep(test) {
      const ttl = Math.floor(test.askedAt.getTime() / 1000) + SECONDS_KEPT;
      const Item = { ...testKey(test), ...test, askedAt: test.askedAt.toISOString(), ttl } satisfies TestItem;
      await dynamo.send(new PutCommand({ TableName, Item }));
    },
    async find(editionId, requestId) {
      const Key = testKey({ editionId, requestId });
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { pk, sk, ttl, askedAt, ...test } = Item as TestItem;
      return { ...test, askedAt: new Date(askedAt) };
    },
    claim(test, position) {
      return unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: testKey(test),
            UpdateExpression: `SET letters[${position}].outcome = :sending`,
            ConditionExpression: `letters[${position}].outcome = :pending`,
            ExpressionAttributeValues: { ':sending': 'sending', ':pending': 'pending' },
          }),
        ),
      );
    },
    async settle(test, position, { outcome, reason }) {
      const letter: TestLetter = { outcome, ...(reason ? { reason } : {}) };
      await unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: testKey(test),
            UpdateExpression: `SET letters[${position}] = :letter`,
            // After a day there is nothing left to note it in.
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':letter': letter },
          }),
        ),
      );
    },
  };
}

/** The same promises in memory, for tests. */
export function testSendsInMemory(): TestSends & { held: Map<string, TestSend> } {
  const held = new Map<string, TestSend>();
  const keyOf = ({ editionId, requestId }: WhichTest) => `${editionId} ${requestId}`;
  return {
    held,
    async keep(test) {
      held.set(keyOf(test), structuredClone(test));
    },
    async find(editionId, requestId) {
      return structuredClone(held.get(keyOf({ editionId, requestId })));
    },
    async claim(test, position) {
      const letter = held.get(keyOf(test))?.letters[position];
      if (letter?.outcome !== 'pending') return false;
      letter.outcome = 'sending';
      return true;
    },
    async settle(test, position, end) {
      held.get(keyOf(test))?.letters.splice(position, 1, { ...end });
    },
  };
}
