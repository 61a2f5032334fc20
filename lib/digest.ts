import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import { EditionChecks } from './edition-checks.ts';
import { EditorNews } from './editor-news.ts';
import { everyMinute } from './every-minute.ts';
import type { Ingest } from './ingest.ts';
import type { Mail } from './mail.ts';
import type { Publications } from './publications.ts';
import { RoomBucket } from './room-bucket.ts';
import { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface DigestProps {
  stage: Stage;
  codeOf: CodeOf;
  accessLog: IBucket;
  publications: Publications;
  ingest: Ingest;
  mail: Mail;
  site: Site;
}

/** From articles to a rendered edition. */
export class Digest extends Construct {
  /** Editions that may go out. */
  readonly ready: WorkQueue;
  readonly checks: EditionChecks;
  private readonly editions: RoomTable;
  private readonly parts: RoomBucket;
  private readonly site: Site;
  private readonly ingest: Ingest;

  constructor(scope: Construct, id: string, props: DigestProps) {
    super(scope, id);
    const { stage, codeOf, accessLog, publications, ingest, site } = props;
    this.site = site;
    this.ingest = ingest;
    this.editions = new RoomTable(this, 'Editions', {
      stage,
      setting: 'EDITIONS_TABLE',
      index: { name: 'sends', projection: ProjectionType.KEYS_ONLY },
    });
    this.parts = new RoomBucket(this, 'Parts', { stage, setting: 'EDITIONS_BUCKET', accessLog });
    this.ready = new WorkQueue(this, 'Ready', { timeoutSeconds: 30, attempts: 5 });

    const composeEdition = new RundbriefFunction(this, 'ComposeEdition', {
      handler: 'digest/compose-edition',
      codeOf,
      timeoutSeconds: 60,
      memoryMegabytes: 1024,
      environment: { SITE_URL: site.url },
    });
    composeEdition.consumes(publications.compositions, { batchSize: 1, maxConcurrency: 5 });
    publications.table.grantRead(composeEdition);
    ingest.grantReadArticles(composeEdition);
    this.editions.grantReadWrite(composeEdition);
    this.parts.grantRead(composeEdition);
    this.parts.grantWrite(composeEdition);
    this.ready.grantSend(composeEdition, 'READY_QUEUE_URL');
    new EditorNews(this, 'EditorNews', { ...props, editions: this.editions }).grantTell(composeEdition);

    this.checks = new EditionChecks(this, 'EditionChecks', { ...props, editions: this.editions, parts: this.parts });

    const sendDue = new RundbriefFunction(this, 'SendDueEditions', {
      handler: 'digest/send-due-editions',
      codeOf,
      timeoutSeconds: 30,
    });
    this.editions.grantRead(sendDue);
    this.ready.grantSend(sendDue, 'READY_QUEUE_URL');
    everyMinute(this, 'EveryMinute', sendDue);
  }

  grantReadEditions(reader: RundbriefFunction): void {
    this.editions.grantRead(reader);
    this.parts.grantRead(reader);
  }

  /** Which editions there are, without what they look like. */
  grantListEditions(reader: RundbriefFunction): void {
    this.editions.grantRead(reader);
  }

  /** The rendered parts of which a sender makes each mail. */
  grantReadParts(reader: RundbriefFunction): void {
    this.parts.grantRead(reader);
  }

  /** Settling what goes out, and putting it into the archive. */
  grantFreeze(freezer: RundbriefFunction): void {
    this.editions.grantReadWrite(freezer);
    this.parts.grantRead(freezer);
    this.site.pages.grantRead(freezer, 'archive/*');
    this.site.pages.grantWrite(freezer, 'archive/*');
    this.ingest.feeds.grantSend(freezer, 'FEEDS_QUEUE_URL');
  }

  /** Marking an edition as sent. */
  grantWriteEditions(writer: RundbriefFunction): void {
    this.editions.grantReadWrite(writer);
  }
}
