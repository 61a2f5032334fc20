import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Publications } from './publications.ts';
import type { RoomBucket } from './room-bucket.ts';
import type { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface EditionChecksProps {
  stage: Stage;
  codeOf: CodeOf;
  publications: Publications;
  editions: RoomTable;
  parts: RoomBucket;
  site: Site;
}

/** Looking at addresses takes at most forty of them. */
const CHECK_SECONDS = 60;

/** What is wrong with an edition, before it goes out. */
export class EditionChecks extends Construct {
  private readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: EditionChecksProps) {
    super(scope, id);
    const { stage, codeOf, publications, editions, parts, site } = props;
    this.queue = new WorkQueue(this, 'Checks', { timeoutSeconds: CHECK_SECONDS, attempts: 2 });
    const check = new RundbriefFunction(this, 'CheckEdition', {
      handler: 'digest/check-edition',
      codeOf,
      timeoutSeconds: CHECK_SECONDS,
      memoryMegabytes: 1024,
      environment: {
        SITE_URL: site.url,
        ALLOWED_PRIVATE_NETWORKS: stage.allowedPrivateNetworks,
        CONTACT_URL: stage.contactUrl,
      },
    });
    check.consumes(this.queue, { batchSize: 1, maxConcurrency: 2 });
    publications.table.grantRead(check);
    editions.grantReadWrite(check);
    parts.grantRead(check);
  }

  /** Asking for a check. */
  grantAsk(asker: RundbriefFunction): void {
    this.queue.grantSend(asker, 'CHECKS_QUEUE_URL');
  }
}
