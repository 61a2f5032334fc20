import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import { EDGE_CACHE_SECONDS } from './site-edge.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface HubPingsProps {
  stage: Stage;
  codeOf: CodeOf;
  /** Writes the feeds and says which have changed. */
  builder: RundbriefFunction;
}

/** WebSub: the stage's hub is told which feeds have changed. Of a stage without a hub nothing is deployed. */
export class HubPings extends Construct {
  constructor(scope: Construct, id: string, { stage, codeOf, builder }: HubPingsProps) {
    super(scope, id);
    builder.addEnvironment('WEB_SUB_HUB', stage.webSubHub || 'none');
    if (!stage.webSubHub) {
      builder.addEnvironment('PINGS_QUEUE_URL', 'none');
      return;
    }
    const pings = new WorkQueue(this, 'Pings', {
      timeoutSeconds: 30,
      attempts: 3,
      // The hub asks for the feed at once, and by then no place of CloudFront's may have the former one: it is kept for
      // so long at most at the edge, and again behind it.
      delaySeconds: 2 * EDGE_CACHE_SECONDS + 2,
    });
    pings.grantSend(builder, 'PINGS_QUEUE_URL');
    const pingHub = new RundbriefFunction(this, 'PingHub', {
      handler: 'syndicate/ping-hub',
      codeOf,
      timeoutSeconds: 30,
      environment: {
        WEB_SUB_HUB: stage.webSubHub,
        CONTACT_URL: stage.contactUrl,
        PINGS_QUEUE_URL: pings.queue.queueUrl,
      },
    });
    pingHub.consumes(pings, { batchSize: 1, maxConcurrency: 2 });
  }
}
