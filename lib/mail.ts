import { Stack } from 'aws-cdk-lib';
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from 'aws-cdk-lib/aws-ses';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';
import type { WorkQueue } from './work-queue.ts';

/** SES: whom we may send as, and the topic on which it tells what became of each mail. */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  private readonly events: Topic;
  private readonly domain: string;

  constructor(scope: Construct, id: string, { stage }: { stage: Stage }) {
    super(scope, id);
    this.domain = stage.mailDomain;
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(stage.mailDomain),
      mailFromDomain: `bounce.${stage.mailDomain}`,
    });
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', { reputationMetrics: true });
    this.events = new Topic(this, 'Events', { enforceSSL: true });
    // No opens and clicks: readers have not agreed to be watched.
    this.configurationSet.addEventDestination('ToTopic', {
      destination: EventDestination.snsTopic(this.events),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
  }

  /** Sending from our domain with our configuration set: SES checks the rights to both. */
  grantSend(sender: RundbriefFunction): void {
    sender.addEnvironment('CONFIGURATION_SET', this.configurationSet.configurationSetName);
    sender.may(['ses:SendRawEmail'], [this.identity.emailIdentityArn, this.configurationSetArn()], {
      conditions: { StringLike: { 'ses:FromAddress': `*@${this.domain}` } },
    });
  }

  /** Puts events into a queue, as SES writes them. @param kinds - only these event types; all when absent */
  deliverEvents(queue: WorkQueue, kinds?: string[]): void {
    this.events.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery: true,
        filterPolicyWithMessageBody: kinds && {
          eventType: FilterOrPolicy.filter(SubscriptionFilter.stringFilter({ allowlist: kinds })),
        },
      }),
    );
  }

  private configurationSetArn(): string {
    return Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
  }
}
