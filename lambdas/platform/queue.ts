import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchItemFailure, SQSEvent, SQSRecord } from 'aws-lambda';
import { log } from './log.ts';

const BATCH_SIZE = 10;

/** Sends messages of one kind. Ids only: no personal data in a queue. */
export interface Outbox<Message> {
  send(message: Message, options?: { delaySeconds?: number }): Promise<void>;
  /** Any number, ten a request. Throws when one of them was not taken; sending all again is then safe by design of our consumers. */
  sendAll(messages: Message[], options?: { delaySeconds?: number }): Promise<void>;
}

/** Where a message stands in a FIFO queue. */
export interface Place {
  /** One message of a group is handled at a time, in the order they were sent. At most 128 characters. */
  group: string;
  /** The same again within five minutes is taken as the one that is there. At most 128 characters. */
  id: string;
}

interface OutboxSettings<Message> {
  /** For a FIFO queue, which knows no delay of single messages. */
  placeOf?: (message: Message) => Place;
  client?: SQSClient;
}

/**
 * A message as a queue takes it: JSON without the characters that SQS refuses, or an emulator of it. Its readers find them
 * again as they were.
 */
export function messageBody(message: unknown): string {
  // Halves of surrogate pairs, so that an emoji is two escapes; and what is no character of XML.
  return JSON.stringify(message).replaceAll(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}

export function outbox<Message>(
  queueUrl: string,
  { placeOf, client = new SQSClient() }: OutboxSettings<Message> = {},
): Outbox<Message> {
  const entry = (message: Message, delaySeconds?: number) => {
    const place = placeOf?.(message);
    return {
      MessageBody: messageBody(message),
      ...(place ? { MessageGroupId: place.group, MessageDeduplicationId: place.id } : { DelaySeconds: delaySeconds }),
    };
  };
  return {
    async send(message, { delaySeconds } = {}) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, ...entry(message, delaySeconds) }));
    },
    async sendAll(messages, { delaySeconds } = {}) {
      for (let start = 0; start < messages.length; start += BATCH_SIZE) {
        const Entries = messages.slice(start, start + BATCH_SIZE).map((message, index) => ({
          Id: String(index),
          ...entry(message, delaySeconds),
        }));
        const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        if (Failed?.length) throw new Error(`${Failed.length} of ${Entries.length} messages were not taken`);
      }
    },
  };
}

/** How many messages are in a queue, those that somebody works on and those that rest counted in; as SQS guesses. */
export function depthOf(queueUrl: string, client = new SQSClient()): () => Promise<number> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  return async () => {
    const ask = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] });
    const { Attributes = {} } = await client.send(ask);
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };
}

/** An outbox that keeps what was sent, for tests. */
export function outboxInMemory<Message>(): Outbox<Message> & { sent: Message[] } {
  const sent: Message[] = [];
  return {
    sent,
    async send(message) {
      sent.push(message);
    },
    async sendAll(messages) {
      sent.push(...messages);
    },
  };
}

/** How a message came to us. */
export interface Delivery {
  /** 1 the first time; more means that an earlier attempt failed or did not end. */
  receives: number;
}

/** How long a failed message rests, where that is not always the queue's own time. */
interface Pausing {
  queueUrl: string;
  pauseSeconds: (receives: number) => number;
  client?: SQSClient;
}

/**
 * A queue's door: parses each message by its schema, handles them one after another, and reports the failed ones alone,
 * so that SQS redelivers those and no others. A message that does not fit its schema fails too and ends, named, in the
 * dead-letter queue.
 */
export function consume<Message>(
  schema: { parse(message: unknown): Message },
  handle: (message: Message, delivery: Delivery) => Promise<void>,
  pausing?: Pausing,
) {
  return consumeText((body, delivery) => handle(schema.parse(JSON.parse(body)), delivery), pausing);
}

/** The same for a queue that others write to: the body as it is. What reads it must not throw what it read. */
export function consumeText(handle: (body: string, delivery: Delivery) => Promise<void>, pausing?: Pausing) {
  return async (event: SQSEvent): Promise<{ batchItemFailures: SQSBatchItemFailure[] }> => {
    const batchItemFailures: SQSBatchItemFailure[] = [];
    for (const record of event.Records) {
      const receives = Number(record.attributes?.ApproximateReceiveCount ?? 1);
      try {
        await handle(record.body, { receives });
      } catch (error) {
        reportFailure(record, error);
        if (pausing) await pause(record, receives, pausing);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
}

/** When this fails, the message rests for the queue's own time. */
async function pause(record: SQSRecord, receives: number, { queueUrl, pauseSeconds, client }: Pausing): Promise<void> {
  const sqs = client ?? new SQSClient();
  const change = new ChangeMessageVisibilityCommand({
    QueueUrl: queueUrl,
    ReceiptHandle: record.receiptHandle,
    VisibilityTimeout: pauseSeconds(receives),
  });
  await sqs.send(change).catch((error: Error) => log.warn('A failed message keeps its queue’s pause', { error }));
}

function reportFailure(record: SQSRecord, error: unknown): void {
  log.error('A message could not be handled', {
    messageId: record.messageId,
    receives: record.attributes.ApproximateReceiveCount,
    error: error instanceof Error ? error : String(error),
  });
}
