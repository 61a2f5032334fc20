/** The queues, topics, subscriptions and buckets of the template, made or brought up to date at every start. */
import { z } from 'zod';
import { REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import type { Identities } from './identities.ts';
import { bodyFilter } from './message-filter.ts';
import type { Messaging } from './messaging.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';

const queueSchema = z.object({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  ReceiveMessageWaitTimeSeconds: z.number().default(0),
  MaximumMessageSize: z.number().default(1_048_576),
  FifoQueue: z.literal(true, { error: 'a standard queue leaves it out' }).optional(),
  ContentBasedDeduplication: z.boolean().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const subscriptionSchema = z.object({
  TopicArn: z.string(),
  Protocol: z.literal('sqs', { error: 'only subscriptions of queues are delivered' }),
  Endpoint: z.string(),
  RawMessageDelivery: z.boolean().optional(),
  FilterPolicy: z.record(z.string(), z.unknown()).optional(),
  FilterPolicyScope: z.enum(['MessageBody', 'MessageAttributes']).optional(),
});

export function ensureMessaging(stack: Stack, messaging: Messaging, identities: Identities): void {
  for (const queue of stack.of('AWS::SQS::Queue')) ensureQueue(stack, messaging, queue);
  for (const topic of stack.of('AWS::SNS::Topic')) {
    messaging.snsStore.createTopic(nameOf(topic.ref), undefined, undefined, REGION);
  }
  // What is subscribed is the template's business alone: whatever a former template subscribed goes first.
  for (const arn of [...messaging.snsStore.subscriptions.keys()]) messaging.snsStore.unsubscribe(arn);
  for (const subscription of stack.of('AWS::SNS::Subscription')) subscribe(subscription, messaging, identities);
  for (const bucket of stack.of('AWS::S3::Bucket')) {
    if (!messaging.s3Store.hasBucket(bucket.ref)) messaging.s3Store.createBucket(bucket.ref);
  }
}

function ensureQueue(stack: Stack, { sqsStore }: Messaging, resource: Deployed): void {
  const { RedrivePolicy, ...others } = readProperties(queueSchema, resource);
  const attributes = {
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)])),
    RedrivePolicy: RedrivePolicy ? JSON.stringify(RedrivePolicy) : '',
  };
  const arn = stack.arnOf(resource);
  refuseAsSqsWould(resource.id, {
    arn,
    isFifo: others.FifoQueue === true,
    deadLetters: RedrivePolicy?.deadLetterTargetArn,
  });
  const queue = sqsStore.getQueueByArn(arn) ?? sqsStore.createQueue(nameOf(arn), resource.ref, arn);
  queue.setAttributes(attributes);
}

/** Names and dead-letter queues of FIFO queues end in `.fifo`, and no others do. */
function refuseAsSqsWould(id: string, queue: { arn: string; isFifo: boolean; deadLetters?: string }): void {
  const { arn, isFifo, deadLetters } = queue;
  if (isFifo !== arn.endsWith('.fifo'))
    throw new LocalError(`${id}: the name of a FIFO queue, and of no other, ends in .fifo`);
  if (deadLetters && isFifo !== deadLetters.endsWith('.fifo')) {
    throw new LocalError(`${id}: a FIFO queue has a FIFO dead-letter queue, a standard queue a standard one`);
  }
}

function subscribe(resource: Deployed, messaging: Messaging, identities: Identities): void {
  const { snsStore, sqsStore } = messaging;
  const { TopicArn, Endpoint, RawMessageDelivery, FilterPolicy, FilterPolicyScope } = readProperties(
    subscriptionSchema,
    resource,
  );
  if (!sqsStore.getQueueByArn(Endpoint)) throw new LocalError(`${resource.id}: there is no queue ${Endpoint}`);
  // SNS drops what a queue's policy does not let in, without a word; say it before that happens.
  const may = identities.decide(identities.service('sns.amazonaws.com'), {
    action: 'sqs:SendMessage',
    resource: Endpoint,
    context: { 'aws:sourcearn': TopicArn },
  });
  if (!may.allowed)
    throw new LocalError(
      `${resource.id}: the policy of ${nameOf(Endpoint)} does not let ${nameOf(TopicArn)} in (${may.reason})`,
    );
  const isOnBody = FilterPolicy !== undefined && FilterPolicyScope === 'MessageBody';
  const subscription = snsStore.subscribe(TopicArn, 'sqs', Endpoint, {
    ...(RawMessageDelivery && { RawMessageDelivery: 'true' }),
    ...(FilterPolicy && !isOnBody && { FilterPolicy: JSON.stringify(FilterPolicy) }),
  });
  if (isOnBody && subscription) messaging.filterBodies(subscription.arn, bodyFilter(FilterPolicy, resource.id));
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}
