/** The queues that others name as their dead-letter queue, and what lies in them. */
import type { Messaging } from './messaging.ts';
import type { Stack } from './stack.ts';

export interface DeadLetter {
  queue: string;
  messageId: string;
  at: string;
  receiveCount: number;
  body: string;
}

export interface DeadLetters {
  list(): DeadLetter[];
}

export function deadLettersOf(stack: Stack, { sqsStore }: Messaging): DeadLetters {
  const named = JSON.stringify(
    [
      'AWS::SQS::Queue',
      'AWS::Lambda::Function',
      'AWS::Scheduler::Schedule',
      'AWS::SNS::Subscription',
      'AWS::Lambda::EventInvokeConfig',
    ].map((type) =>
      stack
        .of(type)
        .map(({ properties }) => [
          properties.RedrivePolicy,
          properties.DeadLetterConfig,
          properties.Target,
          properties.DestinationConfig,
        ]),
    ),
  );
  const queues = stack.of('AWS::SQS::Queue').filter((queue) => named.includes(`"${stack.arnOf(queue)}"`));
  return {
    list: () =>
      queues.flatMap((queue) => {
        const kept = sqsStore.getQueueByArn(stack.arnOf(queue))?.inspectMessages();
        const messages = kept ? [...kept.ready, ...kept.delayed, ...kept.inflight.map(({ message }) => message)] : [];
        return messages.map(({ messageId, sentTimestamp, approximateReceiveCount, body }) => ({
          queue: queue.id,
          messageId,
          at: new Date(sentTimestamp).toISOString(),
          receiveCount: approximateReceiveCount,
          body,
        }));
      }),
  };
}
