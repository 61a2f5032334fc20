/**
 * Event source mappings: what Lambda's pollers do between a queue and a function.
 *
 * A failed message is left alone until its visibility timeout ends, as in AWS; after `maxReceiveCount` the queue
 * itself moves it to its dead-letter queue.
 */
import { z } from 'zod';
import { REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import type { Log } from './function-log.ts';
import type { LocalFunction } from './functions.ts';
import type { Identities } from './identities.ts';
import type { Messaging, ReceivedMessage, SqsQueue } from './messaging.ts';
import { type Deployed, readProperties } from './stack.ts';
import type { Usage } from './usage.ts';

const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  Enabled: z.boolean().default(true),
});
const partialSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() });

/**
 * A batching window saves invocations under load. Here it ends early when nothing more has come for this long,
 * so that one person's click does not wait for it.
 */
const QUIET_MS = 150;
const LONG_POLL_SECONDS = 20;
const STOP_WITHIN_MS = 2_000;

export interface MappingWorld {
  messaging: Messaging;
  functions: LocalFunction[];
  identities: Identities;
  usage: Usage;
  log: Log;
}

export interface EventSource {
  start(): void;
  stop(): Promise<void>;
}

export function readEventSource(resource: Deployed, world: MappingWorld): EventSource {
  const mapping = readProperties(mappingSchema, resource);
  const queue = world.messaging.sqsStore.getQueueByArn(mapping.EventSourceArn);
  const target = world.functions.find(({ name, arn }) => mapping.FunctionName === name || mapping.FunctionName === arn);
  if (!queue || !target) throw new LocalError(`${resource.id}: its queue or its function is not in the template`);
  refuseAsLambdaWould(resource.id, queue, target, world.identities);
  if (queue.isFifo() && (mapping.MaximumBatchingWindowInSeconds > 0 || mapping.BatchSize > 10)) {
    throw new LocalError(`${resource.id}: a FIFO queue has no batching window, and batches of at most ten`);
  }

  const count = () => world.usage.of(target.id);
  const most = Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? target.concurrency, target.concurrency);
  const running = new Set<Promise<void>>();
  let stopping = false;

  const receive = (room: number): ReceivedMessage[] => {
    const messages = queue.dequeue(Math.min(room, 10), undefined, (arn) => world.messaging.sqsStore.getQueueByArn(arn));
    if (messages.length) count().sqs += 1;
    return messages;
  };

  async function collect(): Promise<ReceivedMessage[]> {
    const batch = receive(mapping.BatchSize);
    if (!batch.length) {
      await queue?.waitForMessages(LONG_POLL_SECONDS);
      batch.push(...receive(mapping.BatchSize));
    }
    const end = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
    let quietSince = Date.now();
    while (batch.length && batch.length < mapping.BatchSize && !stopping) {
      const more = receive(mapping.BatchSize - batch.length);
      batch.push(...more);
      const now = Date.now();
      if (more.length) quietSince = now;
      else if (now >= end || now - quietSince >= QUIET_MS) break;
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return batch;
  }

  async function deliver(batch: ReceivedMessage[]): Promise<void> {
    const records = batch.map((message) => recordOf(message, queue as SqsQueue, mapping.EventSourceArn));
    const failed = await failedOf(target as LocalFunction, records, mapping.FunctionResponseTypes.length > 0);
    const done = batch.filter(({ MessageId }) => !failed.has(MessageId));
    for (const { ReceiptHandle } of done) queue?.deleteMessage(ReceiptHandle);
    count().sqs += Math.ceil(done.length / 10);
  }

  async function poll(): Promise<void> {
    while (!stopping) {
      if (running.size >= most) await Promise.race(running);
      const batch = await collect();
      if (!batch.length || stopping) continue;
      const work: Promise<void> = deliver(batch)
        .catch((error: Error) => world.log(`✖ ${resource.id}: ${error.message}`))
        .finally(() => running.delete(work));
      running.add(work);
    }
  }

  return {
    start: () => {
      if (mapping.Enabled)
        void poll().catch((error: Error) => world.log(`✖ ${resource.id} has stopped: ${error.stack}`));
    },
    async stop() {
      stopping = true;
      queue.cancelWaiters();
      // Whoever needs longer is cut off; its messages come back when their visibility ends.
      await Promise.race([
        Promise.allSettled(running),
        new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref()),
      ]);
    },
  };
}

/** What makes a deployment fail, found before anything runs. */
function refuseAsLambdaWould(id: string, queue: SqsQueue, target: LocalFunction, identities: Identities): void {
  for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']) {
    const { allowed, reason } = identities.decide(target.role, { action, resource: queue.arn });
    if (!allowed) throw new LocalError(`${id}: the role of ${target.id} may not ${action} on its queue (${reason})`);
  }
  const visibilitySeconds = Number(queue.attributes.VisibilityTimeout);
  if (visibilitySeconds < target.timeoutSeconds) {
    throw new LocalError(
      `${id}: the queue hides a message for ${visibilitySeconds} s, less than the ${target.timeoutSeconds} s of ${target.id}`,
    );
  }
}

/** The ids to keep in the queue: all of them when the function failed or named none properly. */
async function failedOf(
  target: LocalFunction,
  records: Array<{ messageId: string }>,
  partial: boolean,
): Promise<Set<string>> {
  const all = new Set(records.map(({ messageId }) => messageId));
  try {
    const answer = await target.invoke({ Records: records });
    if (!partial) return new Set();
    const parsed = partialSchema.safeParse(answer ?? {});
    if (!parsed.success) return all;
    const named = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
    return named.every((id) => all.has(id)) ? new Set(named) : all;
  } catch {
    // Already reported by the function itself.
    return all;
  }
}

function recordOf(message: ReceivedMessage, queue: SqsQueue, eventSourceARN: string) {
  const kept = queue.inflightMessages.get(message.ReceiptHandle)?.message;
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ],
  );
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: {
      ApproximateReceiveCount: String(kept?.approximateReceiveCount ?? 1),
      SentTimestamp: String(kept?.sentTimestamp ?? Date.now()),
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: String(kept?.approximateFirstReceiveTimestamp ?? Date.now()),
      ...(kept?.messageGroupId && { MessageGroupId: kept.messageGroupId }),
      ...(kept?.messageDeduplicationId && { MessageDeduplicationId: kept.messageDeduplicationId }),
      ...(kept?.sequenceNumber && { SequenceNumber: kept.sequenceNumber }),
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: REGION,
  };
}
