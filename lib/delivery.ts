import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Audience } from './audience.ts';
import type { CodeOf } from './bundles.ts';
import type { Digest } from './digest.ts';
import { everyMinute } from './every-minute.ts';
import type { Mail } from './mail.ts';
import type { Publications } from './publications.ts';
import { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';
import { TestMails } from './test-mails.ts';
import { WorkQueue } from './work-queue.ts';

interface DeliveryProps {
  stage: Stage;
  codeOf: CodeOf;
  publications: Publications;
  audience: Audience;
  digest: Digest;
  mail: Mail;
  site: Site;
}

/** From an edition to everyone who wants it: campaigns, the ledger, the pace. */
export class Delivery extends Construct {
  private readonly deliveries: RoomTable;
  private readonly evidence: WorkQueue;
  private readonly plans: WorkQueue;
  private readonly chunks: WorkQueue;
  private readonly testMails: TestMails;
  private readonly props: DeliveryProps;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    this.props = props;
    this.deliveries = new RoomTable(this, 'Deliveries', {
      setting: 'DELIVERIES_TABLE',
      stage: props.stage,
      index: { name: 'reconcile', projection: ProjectionType.KEYS_ONLY },
    });
    this.evidence = new WorkQueue(this, 'Evidence', { timeoutSeconds: 30, attempts: 5 });
    this.plans = new WorkQueue(this, 'Plans', { timeoutSeconds: 60, attempts: 5 });
    this.chunks = new WorkQueue(this, 'Chunks', { timeoutSeconds: 60, attempts: 5 });
    this.startCampaigns();
    this.planAudiences();
    this.sendChunks();
    this.sendWelcomes();
    this.testMails = new TestMails(this, 'TestMails', { ...props, deliveries: this.deliveries });
    this.recordEvidence();
    this.reconcile();
  }

  /** Pausing, resuming and cancelling campaigns, sending an edition once more, and noting who did. */
  grantControlCampaigns(writer: RundbriefFunction): void {
    this.deliveries.grantReadWrite(writer);
    this.plans.grantSend(writer, 'PLANS_QUEUE_URL');
  }

  /** Sending an edition to a few people for a look. */
  grantAskForTests(asker: RundbriefFunction): void {
    this.deliveries.grantReadWrite(asker);
    this.testMails.queue.grantSend(asker, 'TESTS_QUEUE_URL');
  }

  private startCampaigns(): void {
    const start = this.act('StartCampaign', 'delivery/start-campaign', { timeoutSeconds: 30 });
    start.consumes(this.props.digest.ready, { batchSize: 1, maxConcurrency: 2 });
    this.props.digest.grantFreeze(start);
    this.props.publications.table.grantRead(start);
    this.props.mail.grantReadQuota(start);
    this.plans.grantSend(start, 'PLANS_QUEUE_URL');
  }

  private planAudiences(): void {
    const plan = this.act('PlanAudience', 'delivery/plan-audience', { timeoutSeconds: 60 });
    plan.consumes(this.plans, { batchSize: 10, maxConcurrency: 5 });
    this.props.audience.grantReadRecipients(plan);
    this.plans.grantSend(plan, 'PLANS_QUEUE_URL');
    this.chunks.grantSend(plan, 'CHUNKS_QUEUE_URL');
  }

  private sendChunks(): void {
    const { audience, digest, mail, site, stage } = this.props;
    const send = this.act('SendChunk', 'delivery/send-chunk', { timeoutSeconds: 60, memoryMegabytes: 512 });
    send.addEnvironment('SITE_URL', site.url);
    send.addEnvironment('SENDS_PER_SECOND', String(stage.sendsPerSecond));
    send.addEnvironment('WARM_UP_FROM', stage.warmUpFrom || 'none');
    send.consumes(this.chunks, { batchSize: 1, maxConcurrency: sendersFor(stage.sendsPerSecond) });
    audience.grantReadRecipients(send);
    audience.grantSignLinks(send);
    digest.grantReadParts(send);
    mail.grantSend(send);
    mail.grantSendPastList(send);
    mail.grantSendTracked(send);
    this.chunks.grantSend(send, 'CHUNKS_QUEUE_URL');
  }

  private sendWelcomes(): void {
    const { audience, digest, mail, publications, site } = this.props;
    // SES is given ten seconds for each mail of a batch.
    const send = this.act('SendWelcome', 'delivery/send-welcome', { timeoutSeconds: 60 });
    send.addEnvironment('SITE_URL', site.url);
    send.consumes(audience.welcomes, { batchSize: 5, maxConcurrency: 2 });
    publications.table.grantRead(send);
    audience.grantReadRecipients(send);
    audience.grantSignLinks(send);
    digest.grantListEditions(send);
    mail.grantSend(send);
    mail.grantSendPastList(send);
  }

  private recordEvidence(): void {
    this.props.mail.deliverEvents(this.evidence);
    // Events of a chunk that come together cost one write, so they are gathered; one by one each would cost its own. At a
    // thousand mails a second those of 32 chunks come at once: smaller batches would hold too few of each (docs/scale.md).
    // Lambda ends a batch at 6 MB, about as many events of 2.5 kB.
    this.act('RecordEvidence', 'delivery/record-evidence', { timeoutSeconds: 30 }).consumes(this.evidence, {
      batchSize: 2_000,
      windowSeconds: this.props.stage.eventsGatheredSeconds,
      maxConcurrency: 2,
    });
  }

  private reconcile(): void {
    const reconcile = this.act('Reconcile', 'delivery/reconcile', { timeoutSeconds: 50 });
    reconcile.addEnvironment('RECONCILE_AFTER_SECONDS', String(this.props.stage.reconcileAfterSeconds));
    reconcile.addEnvironment('WHEN_SILENT', this.props.stage.whenSilent);
    this.evidence.grantCount(reconcile, 'EVIDENCE_QUEUE_URL');
    this.evidence.grantCountDeadLetters(reconcile, 'EVIDENCE_DEAD_LETTERS_URL');
    this.props.digest.grantWriteEditions(reconcile);
    this.props.mail.grantReadQuota(reconcile);
    this.plans.grantSend(reconcile, 'PLANS_QUEUE_URL');
    this.chunks.grantSend(reconcile, 'CHUNKS_QUEUE_URL');
    everyMinute(this, 'EveryMinute', reconcile);
  }

  private act(id: string, handler: string, limits: { timeoutSeconds: number; memoryMegabytes?: number }) {
    const act = new RundbriefFunction(this, id, { handler, codeOf: this.props.codeOf, ...limits });
    this.deliveries.grantReadWrite(act);
    return act;
  }
}

/** As many senders at once as the stage has lanes (lambdas/delivery/lane-share.ts): one more would wait, one less would leave a lane empty. */
const sendersFor = (sendsPerSecond: number): number => Math.max(2, Math.ceil(sendsPerSecond / 25));
