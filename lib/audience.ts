import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import { BotCheck } from './bot-check.ts';
import type { CodeOf } from './bundles.ts';
import { everyDay } from './every-day.ts';
import { Imports } from './imports.ts';
import type { Mail } from './mail.ts';
import type { Publications } from './publications.ts';
import { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import { PAGE_METHODS, type Site } from './site.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface AudienceProps {
  stage: Stage;
  codeOf: CodeOf;
  accessLog: IBucket;
  publications: Publications;
  mail: Mail;
  site: Site;
}

/** SES is given ten seconds for each mail of a batch. */
const MAILING_SECONDS = 60;

/** Everyone who reads us: subscribers, their subscriptions, proofs of consent, and whom we must not write to. */
export class Audience extends Construct {
  /** Who has confirmed and may be greeted. */
  readonly welcomes: WorkQueue;
  private readonly table: RoomTable;
  /** Signs personal links. Old keys stay in it, as unsubscribe links never expire. */
  private readonly linkKeys: Secret;
  /** Turns an address into an id that says nothing about it. */
  private readonly addressKey: Secret;
  /** Mails that must be answered with a click. */
  private readonly confirmations: WorkQueue;
  private readonly imports: Imports;
  private readonly props: AudienceProps;

  constructor(scope: Construct, id: string, props: AudienceProps) {
    super(scope, id);
    this.props = props;
    this.table = new RoomTable(this, 'Audience', { stage: props.stage, setting: 'AUDIENCE_TABLE', hasOwnKey: true });
    this.linkKeys = new Secret(this, 'LinkKeys', {
      description: 'Keys of personal links, by name; "current" names the one to sign with',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 48,
        excludePunctuation: true,
      },
    });
    this.addressKey = new Secret(this, 'AddressKey', {
      description: 'Key of the hash that stands for an address; changing it forgets who is who',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    accept(this.linkKeys, 'SMG4', 'Rotated by adding a key: links in old mails must stay valid (docs/runbook.md)');
    accept(this.addressKey, 'SMG4', 'Changing it would forget every suppression and subscription');
    this.welcomes = new WorkQueue(this, 'Welcomes', { timeoutSeconds: 60, attempts: 5 });
    this.confirmations = new WorkQueue(this, 'Confirmations', { timeoutSeconds: MAILING_SECONDS, attempts: 5 });
    this.imports = new Imports(this, 'Lists', props);
    this.table.grantReadWrite(this.imports.worker);
    this.grantHashAddresses(this.imports.worker);
    this.takeSignUps();
    this.answerLinks();
    this.heedFeedback();
    this.countSubscribers();
  }

  /** Whom to send to, and their personal links. */
  grantReadRecipients(reader: RundbriefFunction): void {
    this.table.grantRead(reader);
  }

  grantSignLinks(signer: RundbriefFunction): void {
    signer.addEnvironment('LINK_KEYS_ARN', this.linkKeys.secretArn);
    signer.may(['secretsmanager:GetSecretValue'], [this.linkKeys.secretArn]);
  }

  /** Looking after subscribers, one by one and in lists, for editors. */
  grantManage(manager: RundbriefFunction): void {
    this.table.grantReadWrite(manager);
    this.grantHashAddresses(manager);
    this.imports.grantHandIn(manager);
  }

  private takeSignUps(): void {
    const { mail, site, stage } = this.props;
    const { confirmations } = this;
    const isChecked = stage.botCheckSiteKey !== '';
    const signUp = this.page('SignUp', isChecked ? 'audience/sign-up-with-check' : 'audience/sign-up');
    if (isChecked) new BotCheck(this, 'BotCheck', { stage }).grantAsk(signUp);
    this.grantHashAddresses(signUp);
    site.grantKnowViewers(signUp);
    confirmations.grantSend(signUp, 'CONFIRMATIONS_QUEUE_URL');
    site.serve(signUp, {
      methods: PAGE_METHODS,
      openBecause: 'Anyone may ask to subscribe; nothing is sent but one confirmation mail a day',
      paths: [
        { path: '/subscribe/{publication}', pattern: '/subscribe/*' },
        { path: '/subscribe/{publication}/embed' },
      ],
    });

    const sendConfirmation = this.page('SendConfirmation', 'audience/send-confirmation', MAILING_SECONDS);
    sendConfirmation.consumes(confirmations, { batchSize: 5, maxConcurrency: 2 });
    mail.grantSendPastList(sendConfirmation);
    this.grantHashAddresses(sendConfirmation);
    // A mail to a domain that had enough this hour waits in the queue again.
    confirmations.grantSend(sendConfirmation, 'CONFIRMATIONS_QUEUE_URL');
  }

  private answerLinks(): void {
    const links = [
      { id: 'ConfirmSubscription', handler: 'audience/confirm-subscription', path: '/confirm' },
      { id: 'ChangePreferences', handler: 'audience/change-preferences', path: '/preferences' },
      { id: 'EndSubscription', handler: 'audience/end-subscription', path: '/unsubscribe' },
      { id: 'ConfirmAddress', handler: 'audience/confirm-address', path: '/confirm-address' },
      { id: 'AnswerDataRequest', handler: 'audience/answer-data-request', path: '/my-data' },
    ];
    for (const { id, handler, path } of links) {
      const page = this.page(id, handler);
      this.props.site.grantKnowViewers(page);
      if (path === '/preferences') {
        this.grantHashAddresses(page);
        this.confirmations.grantSend(page, 'CONFIRMATIONS_QUEUE_URL');
      }
      if (path === '/confirm') this.welcomes.grantSend(page, 'WELCOMES_QUEUE_URL');
      this.props.site.serve(page, {
        methods: PAGE_METHODS,
        openBecause: 'The signed link is the proof; mailbox providers post to it without any sign-in (RFC 8058)',
        paths: [{ path, pattern: path }],
      });
    }
  }

  private heedFeedback(): void {
    const feedback = new WorkQueue(this, 'Feedback', { timeoutSeconds: 30, attempts: 5 });
    this.props.mail.deliverEvents(feedback, { types: ['Bounce', 'Complaint'] });
    // Arrivals are as many as mails; only those count here that show that a mailbox lives again.
    const recoveries = new WorkQueue(this, 'Recoveries', { timeoutSeconds: 30, attempts: 5 });
    this.props.mail.deliverEvents(recoveries, { types: ['Delivery'], tags: { watch: '1' } });
    const recordFeedback = new RundbriefFunction(this, 'RecordFeedback', {
      handler: 'audience/record-feedback',
      codeOf: this.props.codeOf,
      timeoutSeconds: 30,
    });
    for (const queue of [feedback, recoveries]) recordFeedback.consumes(queue, { batchSize: 10, maxConcurrency: 2 });
    this.table.grantReadWrite(recordFeedback);
    this.grantHashAddresses(recordFeedback);
  }

  /** Publishers are told how many read what we make of their news. */
  private countSubscribers(): void {
    const { codeOf, publications } = this.props;
    const count = new RundbriefFunction(this, 'CountSubscribers', {
      handler: 'audience/count-subscribers',
      codeOf,
      timeoutSeconds: 300,
    });
    publications.table.grantReadWrite(count);
    this.table.grantRead(count);
    everyDay(this, 'Daily', count, { hour: 3, minute: 20 });
  }

  private page(id: string, handler: string, timeoutSeconds = 10): RundbriefFunction {
    const { codeOf, site, publications } = this.props;
    const page = new RundbriefFunction(this, id, {
      handler,
      codeOf,
      timeoutSeconds,
      memoryMegabytes: 512,
      environment: { SITE_URL: site.url },
    });
    publications.table.grantRead(page);
    this.table.grantReadWrite(page);
    this.grantSignLinks(page);
    return page;
  }

  private grantHashAddresses(fn: RundbriefFunction): void {
    fn.addEnvironment('ADDRESS_KEY_ARN', this.addressKey.secretArn);
    fn.may(['secretsmanager:GetSecretValue'], [this.addressKey.secretArn]);
  }
}
