import { Stack } from 'aws-cdk-lib';
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from 'aws-cdk-lib/aws-ses';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';
import type { WorkQueue } from './work-queue.ts';

/** Which events a queue wants: of one of these types, and of mails that carry all of these tags. */
interface WantedEvents {
  types: string[];
  tags?: Record<string, string>;
}

const WHAT_BECAME_OF_IT = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
];
const WHAT_IS_READ = [EmailSendingEvent.OPEN, EmailSendingEvent.CLICK];

/** SES: whom we may send as, and the topic on which it tells what became of each mail. */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  /**
   * Sends also to addresses on SES's own suppression list, which it keeps for the whole account and for good: for mails
   * that ask a person whether they want to hear from us, and for those who have said so from such an address.
   */
  private readonly pastList: ConfigurationSet;
  /**
   * The same two for readers who have agreed that their opens and clicks are counted: SES puts a picture into mails that
   * go through these sets, and leads links through its own address. It does so nowhere else.
   */
  private readonly tracked: ConfigurationSet;
  private readonly trackedPastList: ConfigurationSet;
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
    this.pastList = new ConfigurationSet(this, 'PastListSet', {
      reputationMetrics: true,
      disableSuppressionList: true,
    });
    this.tracked = new ConfigurationSet(this, 'TrackedSet', { reputationMetrics: true });
    this.trackedPastList = new ConfigurationSet(this, 'TrackedPastListSet', {
      reputationMetrics: true,
      disableSuppressionList: true,
    });
    this.events = new Topic(this, 'Events', { enforceSSL: true });
    for (const set of [this.configurationSet, this.pastList]) this.tellTopic(set, WHAT_BECAME_OF_IT);
    for (const set of [this.tracked, this.trackedPastList])
      this.tellTopic(set, [...WHAT_BECAME_OF_IT, ...WHAT_IS_READ]);
  }

  /** Sending from our domain with our configuration set: SES checks the rights to both. */
  grantSend(sender: RundbriefFunction): void {
    sender.addEnvironment('CONFIGURATION_SET', this.configurationSet.configurationSetName);
    this.allowSending(sender, this.configurationSet);
  }

  /** The same past SES's suppression list. */
  grantSendPastList(sender: RundbriefFunction): void {
    sender.addEnvironment('PAST_LIST_CONFIGURATION_SET', this.pastList.configurationSetName);
    this.allowSending(sender, this.pastList);
  }

  /** Asking how much the account may send. */
  grantReadQuota(asker: RundbriefFunction): void {
    asker.may(['ses:GetSendQuota'], ['*'], {
      wildcardBecause: 'The quota is of the account: SES knows no resource for it',
    });
  }

  /** Mails of which opens and clicks are counted, to those who agreed; past SES's suppression list as well. */
  grantSendTracked(sender: RundbriefFunction): void {
    sender.addEnvironment('TRACKED_CONFIGURATION_SET', this.tracked.configurationSetName);
    sender.addEnvironment('TRACKED_PAST_LIST_CONFIGURATION_SET', this.trackedPastList.configurationSetName);
    for (const set of [this.tracked, this.trackedPastList]) this.allowSending(sender, set);
  }

  /** Puts events into a queue, as SES writes them: all of them when nothing is said. */
  deliverEvents(queue: WorkQueue, wanted?: WantedEvents): void {
    this.events.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery: true,
        filterPolicyWithMessageBody: wanted && {
          eventType: oneOf(wanted.types),
          ...(wanted.tags ? { mail: FilterOrPolicy.policy({ tags: FilterOrPolicy.policy(eachOf(wanted.tags)) }) } : {}),
        },
      }),
    );
  }

  private tellTopic(set: ConfigurationSet, events: EmailSendingEvent[]): void {
    set.addEventDestination('ToTopic', { destination: EventDestination.snsTopic(this.events), events });
  }

  private allowSending(sender: RundbriefFunction, set: ConfigurationSet): void {
    const setArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: set.configurationSetName,
    });
    sender.may(['ses:SendRawEmail'], [this.identity.emailIdentityArn, setArn], {
      conditions: { StringLike: { 'ses:FromAddress': `*@${this.domain}` } },
    });
  }
}

const oneOf = (allowlist: string[]) => FilterOrPolicy.filter(SubscriptionFilter.stringFilter({ allowlist }));

const eachOf = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, oneOf([value])]));
