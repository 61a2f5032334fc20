import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import { everyMinute } from './every-minute.ts';
import { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Stage } from './stages.ts';
import { WorkQueue } from './work-queue.ts';

/** What editors decide: publications, sources, topics, digests; and the tick that starts what is due. */
export class Publications extends Construct {
  readonly table: RoomTable;
  /** Sources to be asked. */
  readonly polls: WorkQueue;
  /** Editions to be composed. */
  readonly compositions: WorkQueue;

  constructor(scope: Construct, id: string, { stage, codeOf }: { stage: Stage; codeOf: CodeOf }) {
    super(scope, id);
    this.table = new RoomTable(this, 'Publications', {
      stage,
      setting: 'PUBLICATIONS_TABLE',
      index: { name: 'due', projection: ProjectionType.ALL },
    });
    // Grouped by host, so that each host is asked by one connection at a time.
    this.polls = new WorkQueue(this, 'Polls', { timeoutSeconds: 30, attempts: 3, isFifo: true });
    this.compositions = new WorkQueue(this, 'Compositions', { timeoutSeconds: 60, attempts: 3 });

    const startDueWork = new RundbriefFunction(this, 'StartDueWork', {
      handler: 'publications/start-due-work',
      codeOf,
      timeoutSeconds: 50,
    });
    this.table.grantReadWrite(startDueWork);
    this.polls.grantSend(startDueWork, 'POLLS_QUEUE_URL');
    this.compositions.grantSend(startDueWork, 'COMPOSITIONS_QUEUE_URL');
    everyMinute(this, 'Tick', startDueWork);
  }
}
