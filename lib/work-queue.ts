import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { RundbriefFunction } from './rundbrief-function.ts';

interface WorkQueueProps {
  /** Of the function that handles its messages. */
  timeoutSeconds: number;
  /** How often a message may fail before it is put aside. */
  attempts: number;
  /** Of the messages of one group one is handled at a time, and a message sent again within five minutes counts once. */
  isFifo?: boolean;
  /** Every message rests this long before it is handled. */
  delaySeconds?: number;
}

/** A queue between two acts, with a dead-letter queue where messages wait for a person. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { timeoutSeconds, attempts, isFifo, delaySeconds }: WorkQueueProps) {
    super(scope, id);
    // Absent, not false: CloudFormation knows no queue that says it is not FIFO.
    const fifo = isFifo || undefined;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      fifo,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      fifo,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      deliveryDelay: delaySeconds === undefined ? undefined : Duration.seconds(delaySeconds),
      // What Lambda asks for, so that a message is not handled twice while it is being retried.
      visibilityTimeout: Duration.seconds(6 * timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: attempts },
    });
  }

  /** The right to see how many messages were put aside, and the setting that says where. */
  grantCountDeadLetters(reader: RundbriefFunction, setting: string): void {
    reader.addEnvironment(setting, this.deadLetters.queueUrl);
    reader.may(['sqs:GetQueueAttributes'], [this.deadLetters.queueArn]);
  }

  /** The right to see how many messages are on their way through it, and the setting that says where. */
  grantCount(reader: RundbriefFunction, setting: string): void {
    reader.addEnvironment(setting, this.queue.queueUrl);
    reader.may(['sqs:GetQueueAttributes'], [this.queue.queueArn]);
  }

  /** The right to send and the setting that says where. */
  grantSend(sender: RundbriefFunction, setting: string): void {
    sender.addEnvironment(setting, this.queue.queueUrl);
    sender.may(['sqs:SendMessage'], [this.queue.queueArn]);
  }
}
