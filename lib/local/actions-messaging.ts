/** Which IAM actions SQS, SNS and Secrets Manager requests need; everything not in these tables is refused. */
import type { Access } from './aws-request.ts';
import type { Json } from './dynalite.ts';

const SQS: Record<string, string> = {
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  GetQueueUrl: 'sqs:GetQueueUrl',
  PurgeQueue: 'sqs:PurgeQueue',
};
const SNS: Record<string, string> = { Publish: 'sns:Publish', PublishBatch: 'sns:Publish' };
const SECRETS: Record<string, string> = {
  GetSecretValue: 'secretsmanager:GetSecretValue',
  DescribeSecret: 'secretsmanager:DescribeSecret',
};

/** @returns nothing when the local run does not serve the operation */
export function sqsAccess(operation: string, input: Json, queueArn: (name: string) => string): Access | undefined {
  const action = SQS[operation];
  const name =
    String(input.QueueName ?? input.QueueUrl ?? '')
      .split('/')
      .at(-1) ?? '';
  return action ? { action, resource: queueArn(name) } : undefined;
}

export function snsAccess(form: URLSearchParams): Access | undefined {
  const action = SNS[form.get('Action') ?? ''];
  return action ? { action, resource: form.get('TopicArn') ?? '' } : undefined;
}

export function secretsAccess(operation: string, secretArn: string): Access | undefined {
  const action = SECRETS[operation];
  return action ? { action, resource: secretArn } : undefined;
}

/** SQS bills every 64 kB of a request, up to ten messages together, as one. */
export function sqsRequests(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 65_536));
}
