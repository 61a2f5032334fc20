import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Mail } from './mail.ts';
import type { Publications } from './publications.ts';
import type { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import type { Site } from './site.ts';
import { WorkQueue } from './work-queue.ts';

interface EditorNewsProps {
  codeOf: CodeOf;
  publications: Publications;
  editions: RoomTable;
  mail: Mail;
  site: Site;
}

/** Up to twenty mails, which SES takes in a moment each. */
const TELLING_SECONDS = 60;

/** Editors hear by mail of what needs them. */
export class EditorNews extends Construct {
  private readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, { codeOf, publications, editions, mail, site }: EditorNewsProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'News', { timeoutSeconds: TELLING_SECONDS, attempts: 5 });
    const tell = new RundbriefFunction(this, 'TellEditors', {
      handler: 'digest/tell-editors',
      codeOf,
      timeoutSeconds: TELLING_SECONDS,
      environment: { SITE_URL: site.url },
    });
    tell.consumes(this.queue, { batchSize: 1, maxConcurrency: 2 });
    publications.table.grantRead(tell);
    editions.grantReadWrite(tell);
    mail.grantSend(tell);
  }

  /** Having editors told of something. */
  grantTell(teller: RundbriefFunction): void {
    this.queue.grantSend(teller, 'EDITOR_NEWS_QUEUE_URL');
  }
}
