import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import type { CodeOf } from './bundles.ts';
import type { Publications } from './publications.ts';
import { RoomBucket } from './room-bucket.ts';
import { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface IngestProps {
  stage: Stage;
  codeOf: CodeOf;
  accessLog: IBucket;
  publications: Publications;
  site: Site;
}

const RAW = 'raw/*';
const EXPLORATIONS = 'explorations/*';

/** From a source's address to articles. */
export class Ingest extends Construct {
  /** Publications whose feeds are to be built again. */
  readonly feeds: WorkQueue;
  /** Sources whose WebSub hubs are to be asked for news. */
  readonly hubs: WorkQueue;
  /** Addresses of which editors want to know what they offer. */
  readonly explorations: WorkQueue;
  private readonly intake: RoomBucket;
  private readonly documents: WorkQueue;
  private readonly articles: RoomTable;
  private readonly bodies: RoomBucket;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { stage, codeOf, accessLog, publications } = props;
    this.articles = new RoomTable(this, 'Articles', {
      stage,
      setting: 'ARTICLES_TABLE',
      index: { name: 'published', projection: ProjectionType.KEYS_ONLY },
    });
    this.bodies = new RoomBucket(this, 'Bodies', { stage, setting: 'BODIES_BUCKET', accessLog });
    this.feeds = new WorkQueue(this, 'Feeds', {
      timeoutSeconds: 120,
      attempts: 5,
      // Grouped by publication: two rebuilds of one never overlap, so the newest state wins.
      isFifo: true,
      // Longer than the window in which changes count as one (`lambdas/ingest/ask-for-feeds.ts`).
      delaySeconds: 5,
    });
    this.hubs = new WorkQueue(this, 'Hubs', {
      timeoutSeconds: 30,
      attempts: 3,
      // The hub asks back at once, and by then the source must remember what it wants.
      delaySeconds: 5,
    });
    this.explorations = new WorkQueue(this, 'Explorations', { timeoutSeconds: 60, attempts: 2 });
    const intake = new RoomBucket(this, 'Intake', { stage, setting: 'INTAKE_BUCKET', accessLog, expiresAfterDays: 7 });
    const documents = new WorkQueue(this, 'Documents', { timeoutSeconds: 60, attempts: 3 });
    this.intake = intake;
    this.documents = documents;

    // It talks to strangers, so it may do almost nothing: no table, one prefix, one queue.
    const fetchSource = new RundbriefFunction(this, 'FetchSource', {
      handler: 'ingest/fetch-source',
      codeOf,
      timeoutSeconds: 30,
      environment: { ALLOWED_PRIVATE_NETWORKS: stage.allowedPrivateNetworks, CONTACT_URL: stage.contactUrl },
    });
    fetchSource.consumes(publications.polls, { batchSize: 1, maxConcurrency: 20 });
    intake.grantWrite(fetchSource, RAW);
    documents.grantSend(fetchSource, 'DOCUMENTS_QUEUE_URL');

    const readDocument = new RundbriefFunction(this, 'ReadDocument', {
      handler: 'ingest/read-document',
      codeOf,
      timeoutSeconds: 60,
      memoryMegabytes: 1024,
    });
    readDocument.consumes(documents, { batchSize: 1, maxConcurrency: 10 });
    intake.grantRead(readDocument, RAW);
    this.articles.grantReadWrite(readDocument);
    this.bodies.grantRead(readDocument);
    this.bodies.grantWrite(readDocument);
    publications.table.grantReadWrite(readDocument);
    this.feeds.grantSend(readDocument, 'FEEDS_QUEUE_URL');
    // Older parts of a source and pages of articles; corrections for drafts; hubs to be asked.
    publications.polls.grantSend(readDocument, 'POLLS_QUEUE_URL');
    publications.compositions.grantSend(readDocument, 'COMPOSITIONS_QUEUE_URL');
    this.hubs.grantSend(readDocument, 'HUBS_QUEUE_URL');
    this.listenToHubs(props);
    this.exploreAddresses(props);
  }

  grantReadArticles(reader: RundbriefFunction): void {
    this.articles.grantRead(reader);
    this.bodies.grantRead(reader);
  }

  grantReadExplorations(reader: RundbriefFunction): void {
    this.intake.grantRead(reader, EXPLORATIONS);
  }

  /** Taking in what was sent to us: it goes the way of any document that was fetched. */
  grantHandIn(acceptor: RundbriefFunction): void {
    this.intake.grantWrite(acceptor, RAW);
    this.documents.grantSend(acceptor, 'DOCUMENTS_QUEUE_URL');
  }

  /** Deciding on single articles: whether one is an event, and that one is not to go out. */
  grantDecideOnArticles(decider: RundbriefFunction): void {
    this.articles.grantReadWrite(decider);
    this.bodies.grantRead(decider);
    this.bodies.grantWrite(decider);
  }

  /** What an editor wants to know of an address: it talks to strangers too, and may write nothing but its answers. */
  private exploreAddresses({ stage, codeOf }: IngestProps): void {
    const exploreAddress = new RundbriefFunction(this, 'ExploreAddress', {
      handler: 'ingest/explore-address',
      codeOf,
      timeoutSeconds: 60,
      memoryMegabytes: 1024,
      environment: { ALLOWED_PRIVATE_NETWORKS: stage.allowedPrivateNetworks, CONTACT_URL: stage.contactUrl },
    });
    exploreAddress.consumes(this.explorations, { batchSize: 1, maxConcurrency: 2 });
    this.intake.grantWrite(exploreAddress, EXPLORATIONS);
  }

  /** WebSub: asking hubs for news, and the address where they bring it. */
  private listenToHubs({ stage, codeOf, publications, site }: IngestProps): void {
    const hubKey = new Secret(this, 'HubKey', {
      description: 'From it the callback addresses and signatures of WebSub are derived',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    accept(hubKey, 'SMG4', 'Changing it voids what hubs know of us, until each is asked again within two days');
    const needsKey = (fn: RundbriefFunction) => {
      fn.addEnvironment('WEBSUB_KEY_ARN', hubKey.secretArn);
      fn.may(['secretsmanager:GetSecretValue'], [hubKey.secretArn]);
    };

    const subscribe = new RundbriefFunction(this, 'SubscribeToHub', {
      handler: 'ingest/subscribe-to-hub',
      codeOf,
      timeoutSeconds: 30,
      environment: {
        ALLOWED_PRIVATE_NETWORKS: stage.allowedPrivateNetworks,
        CONTACT_URL: stage.contactUrl,
        SITE_URL: site.url,
      },
    });
    subscribe.consumes(this.hubs, { batchSize: 1, maxConcurrency: 2 });
    publications.table.grantReadWrite(subscribe);
    needsKey(subscribe);

    const acceptNews = new RundbriefFunction(this, 'AcceptHubNews', {
      handler: 'ingest/accept-hub-news',
      codeOf,
      timeoutSeconds: 10,
      memoryMegabytes: 512,
    });
    publications.table.grantRead(acceptNews);
    this.grantHandIn(acceptNews);
    publications.polls.grantSend(acceptNews, 'POLLS_QUEUE_URL');
    needsKey(acceptNews);
    site.serve(acceptNews, {
      methods: [HttpMethod.GET, HttpMethod.POST],
      openBecause: 'Hubs are strangers: the address is a secret of its own, and what they bring is signed (W3C WebSub)',
      paths: [{ path: '/websub/{publication}/{source}/{token}', pattern: '/websub/*' }],
    });
  }
}
