import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Ingest } from './ingest.ts';
import type { Publications } from './publications.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';

interface SyndicateProps {
  codeOf: CodeOf;
  publications: Publications;
  ingest: Ingest;
  site: Site;
}

/** From articles to feeds on the site. */
export class Syndicate extends Construct {
  constructor(scope: Construct, id: string, { codeOf, publications, ingest, site }: SyndicateProps) {
    super(scope, id);
    const buildFeeds = new RundbriefFunction(this, 'BuildFeeds', {
      handler: 'syndicate/build-feeds',
      codeOf,
      timeoutSeconds: 60,
      memoryMegabytes: 512,
      environment: { SITE_URL: site.url },
    });
    buildFeeds.consumes(ingest.feeds, { batchSize: 1, maxConcurrency: 5 });
    publications.table.grantRead(buildFeeds);
    ingest.grantReadArticles(buildFeeds);
    for (const keys of ['feeds/*', 'index.html', 'archive/*']) {
      site.pages.grantRead(buildFeeds, keys);
      site.pages.grantWrite(buildFeeds, keys);
    }
  }
}
