import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Publications } from './publications.ts';
import { RoomBucket } from './room-bucket.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

interface ImportsProps {
  stage: Stage;
  codeOf: CodeOf;
  accessLog: IBucket;
  publications: Publications;
}

/** A worker stops long before, and puts the rest into the queue: a dead one is missed for six times as long. */
const WORK_SECONDS = 120;
const KEYS = 'imports/*';

/** Lists of people on their way in: a file's parts, its rows, what became of them. Nothing of it outlives a day. */
export class Imports extends Construct {
  readonly worker: RundbriefFunction;
  private readonly handover: RoomBucket;
  private readonly work: WorkQueue;

  constructor(scope: Construct, id: string, { stage, codeOf, accessLog, publications }: ImportsProps) {
    super(scope, id);
    this.handover = new RoomBucket(this, 'Handover', {
      ...{ stage, accessLog },
      setting: 'HANDOVER_BUCKET',
      expiresAfterDays: 1,
    });
    this.work = new WorkQueue(this, 'Imports', { timeoutSeconds: WORK_SECONDS, attempts: 5 });
    this.worker = new RundbriefFunction(this, 'ImportSubscribers', {
      handler: 'audience/import-subscribers',
      codeOf,
      timeoutSeconds: WORK_SECONDS,
      // A whole processor: what it does is bounded by that, and costs the same.
      memoryMegabytes: 1769,
    });
    this.worker.consumes(this.work, { batchSize: 1, maxConcurrency: 2 });
    publications.table.grantRead(this.worker);
    this.grantHandIn(this.worker);
    this.handover.grantDelete(this.worker, KEYS);
  }

  /** Handing in a list, following it, and reading what became of it. */
  grantHandIn(fn: RundbriefFunction): void {
    this.handover.grantRead(fn, KEYS);
    this.handover.grantWrite(fn, KEYS);
    this.work.grantSend(fn, 'IMPORTS_QUEUE_URL');
  }
}
