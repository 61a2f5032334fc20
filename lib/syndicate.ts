import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Digest } from './digest.ts';
import { everyMinute } from './every-minute.ts';
import { HubPings } from './hub-pings.ts';
import type { Ingest } from './ingest.ts';
import type { Publications } from './publications.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';

interface SyndicateProps {
  stage: Stage;
  codeOf: CodeOf;
  publications: Publications;
  ingest: Ingest;
  digest: Digest;
  site: Site;
}

/** What the builder writes: feeds, the pages around them, and what search engines ask for. */
const SITE_KEYS = [
  'feeds/*',
  'publications/*',
  'archive/*',
  'index.html',
  '404.html',
  'robots.txt',
  'sitemap*',
  'news-sitemap*',
];

/** A lost rebuild is found within this time. */
const SWEEP_MINUTES = 15;

/** From articles to feeds on the site. */
export class Syndicate extends Construct {
  constructor(scope: Construct, id: string, { stage, codeOf, publications, ingest, digest, site }: SyndicateProps) {
    super(scope, id);
    const buildFeeds = new RundbriefFunction(this, 'BuildFeeds', {
      handler: 'syndicate/build-feeds',
      codeOf,
      timeoutSeconds: 120,
      memoryMegabytes: 1024,
      environment: { SITE_URL: site.url },
    });
    buildFeeds.consumes(ingest.feeds, { batchSize: 1, maxConcurrency: 5 });
    publications.table.grantRead(buildFeeds);
    ingest.grantReadArticles(buildFeeds);
    digest.grantListEditions(buildFeeds);
    // A long history is written in several goes.
    ingest.feeds.grantSend(buildFeeds, 'FEEDS_QUEUE_URL');
    for (const keys of SITE_KEYS) {
      site.pages.grantRead(buildFeeds, keys);
      site.pages.grantWrite(buildFeeds, keys);
    }
    // Topics and authors come and go.
    site.pages.grantDelete(buildFeeds, 'feeds/*');

    new HubPings(this, 'Hub', { stage, codeOf, builder: buildFeeds });

    const answerNotFound = new RundbriefFunction(this, 'AnswerNotFound', {
      handler: 'syndicate/answer-not-found',
      codeOf,
      timeoutSeconds: 10,
    });
    for (const keys of ['404.html', 'feeds/*']) site.pages.grantRead(answerNotFound, keys);
    site.answerNotFound(answerNotFound);

    // Finds rebuilds whose message was lost.
    const sweepFeeds = new RundbriefFunction(this, 'SweepFeeds', {
      handler: 'syndicate/sweep-feeds',
      codeOf,
      timeoutSeconds: 60,
    });
    publications.table.grantRead(sweepFeeds);
    ingest.grantReadArticles(sweepFeeds);
    site.pages.grantRead(sweepFeeds, 'feeds/*');
    ingest.feeds.grantSend(sweepFeeds, 'FEEDS_QUEUE_URL');
    everyMinute(this, 'Sweep', sweepFeeds, SWEEP_MINUTES);
  }
}
