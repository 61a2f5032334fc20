import { type ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { consume, messageBody, outbox } from '../../lambdas/platform/queue.ts';

/** One record as Lambda hands it over, for the nth time. */
const eventOf = (body: unknown, receives: number) =>
  ({
    Records: [
      {
        messageId: 'm',
        receiptHandle: 'r',
        body: JSON.stringify(body),
        attributes: { ApproximateReceiveCount: String(receives) },
      },
    ],
  }) as unknown as SQSEvent;

/** A client that keeps what it is asked, or fails at it. */
function clientThat(fails = false): { client: SQSClient; asked: ChangeMessageVisibilityCommand['input'][] } {
  const asked: ChangeMessageVisibilityCommand['input'][] = [];
  const client = new SQSClient({ region: 'eu-central-1' });
  client.middlewareStack.add(
    () => async (args) => {
      asked.push(args.input as ChangeMessageVisibilityCommand['input']);
      if (fails) throw new Error('no');
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'initialize', priority: 'high' },
  );
  return { client, asked };
}

describe('a message that fails', () => {
  const failing = (client: SQSClient) =>
    consume(z.object({ id: z.string() }), () => Promise.reject(new Error('not now')), {
      queueUrl: 'https://sqs.example/q',
      pauseSeconds: (receives) => receives * 60,
      client,
    });

  it('rests as long as its consumer says, and is reported', async () => {
    const { client, asked } = clientThat();
    expect(await failing(client)(eventOf({ id: 'a' }, 2))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    expect(asked).toEqual([{ QueueUrl: 'https://sqs.example/q', ReceiptHandle: 'r', VisibilityTimeout: 120 }]);
  });

  it('is reported also when its rest cannot be arranged', async () => {
    const { client } = clientThat(true);
    expect(await failing(client)(eventOf({ id: 'a' }, 1))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });

  it('and one that is handled asks for no rest', async () => {
    const { client, asked } = clientThat();
    const handler = consume(z.object({ id: z.string() }), async () => {}, {
      queueUrl: 'https://sqs.example/q',
      pauseSeconds: () => 60,
      client,
    });
    expect(await handler(eventOf({ id: 'a' }, 1))).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual([]);
  });
});

describe('a message on its way', () => {
  const hard = { subject: 'Fest 🎉 für „alle“', more: 'a\u0000b\u001f\ufffe\uffff\ud83d\n' };

  it('holds no character that SQS refuses, and is the same for its reader', async () => {
    const asked: unknown[] = [];
    const client = new SQSClient({ region: 'eu-central-1' });
    client.middlewareStack.add(
      () => async (args) => {
        asked.push(args.input);
        return { response: {}, output: { $metadata: {} } };
      },
      { step: 'initialize', priority: 'high' },
    );
    await outbox<unknown>('https://sqs.example/q', { client }).send(hard);
    await outbox<unknown>('https://sqs.example/q', { client }).sendAll([hard]);
    const [{ MessageBody }, { Entries }] = asked as [{ MessageBody: string }, { Entries: { MessageBody: string }[] }];
    for (const body of [MessageBody, Entries[0]?.MessageBody ?? '']) {
      expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
      expect(JSON.parse(body)).toEqual(hard);
    }
  });

  it('is as long as it was when it holds nothing of that kind', () => {
    const message = { subject: 'Übergänge „auf Augenhöhe“' };
    expect(messageBody(message)).toBe(JSON.stringify(message));
  });
});
