import { Construct } from 'constructs';
import type { CodeOf } from './bundles.ts';
import type { Digest } from './digest.ts';
import type { Mail } from './mail.ts';
import type { RoomTable } from './room-table.ts';
import { RundbriefFunction } from './rundbrief-function.ts';
import { PAGE_METHODS, type Site } from './site.ts';
import { WorkQueue } from './work-queue.ts';

interface TestMailsProps {
  codeOf: CodeOf;
  deliveries: RoomTable;
  digest: Digest;
  mail: Mail;
  site: Site;
}

/** Up to five mails, for each of which SES is given ten seconds. */
const SENDING_SECONDS = 60;

/** Editions on their way to those who make them, for a look. No reader's data is within reach. */
export class TestMails extends Construct {
  /** Tests to be sent. */
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, { codeOf, deliveries, digest, mail, site }: TestMailsProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'Tests', { timeoutSeconds: SENDING_SECONDS, attempts: 5 });
    const send = new RundbriefFunction(this, 'SendTest', {
      handler: 'delivery/send-test',
      codeOf,
      timeoutSeconds: SENDING_SECONDS,
      environment: { SITE_URL: site.url },
    });
    send.consumes(this.queue, { batchSize: 1, maxConcurrency: 2 });
    deliveries.grantReadWrite(send);
    digest.grantReadParts(send);
    mail.grantSend(send);

    const answer = new RundbriefFunction(this, 'AnswerTestLink', {
      handler: 'delivery/answer-test-link',
      codeOf,
      timeoutSeconds: 10,
    });
    site.serve(answer, {
      methods: PAGE_METHODS,
      openBecause: 'The same page for everybody: it reads nothing and changes nothing',
      paths: [{ path: '/test-mail', pattern: '/test-mail' }],
    });
  }
}
