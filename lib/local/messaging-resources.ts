/** The queues, topics, subscriptions and buckets of the template, made or brought up to date at every start. */
import { z } from 'zod';
import { REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import type { Identities } from './identities.ts';
import type { Messaging } from './messaging.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';

const queueSchema = z.object({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  ReceiveMessageWaitTimeSeconds: z.number().default(0),
  MaximumMessageSize: z.number().default(1_048_576),
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
  const { RedrivePolicy, ...numbers } = readProperties(queueSchema, resource);
  const attributes = {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    RedrivePolicy: RedrivePolicy ? JSON.stringify(RedrivePolicy) : '',
  };
  const arn = stack.arnOf(resource);
  const queue = sqsStore.getQueueByArn(arn) ?? sqsStore.createQueue(nameOf(arn), resource.ref, arn);
  queue.setAttributes(attributes);
}

function subscribe(resource: Deployed, { snsStore, sqsStore }: Messaging, identities: Identities): void {
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
  snsStore.subscribe(TopicArn, 'sqs', Endpoint, {
    ...(RawMessageDelivery && { RawMessageDelivery: 'true' }),
    ...(FilterPolicy && { FilterPolicy: JSON.stringify(FilterPolicy) }),
    ...(FilterPolicyScope && { FilterPolicyScope }),
  });
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}
