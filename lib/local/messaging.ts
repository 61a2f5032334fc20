/**
 * SQS, SNS and S3: fauxqs on disk, without its HTTP server.
 *
 * `startFauxqs` always listens on every interface of the machine, which would offer mail queues to the whole network;
 * so its parts are put together here as it does itself, and reached through the gateway only. The version is pinned.
 */
import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { buildApp as BuildApp, BuildAppOptions } from 'fauxqs';
import { REGION } from './attributes.ts';
import { LocalError } from './errors.ts';
import type { BodyFilter } from './message-filter.ts';
import { packageFolder } from './package-folder.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;
type SqsStore = Stores['sqsStore'];
export type SqsQueue = NonNullable<ReturnType<SqsStore['getQueueByName']>>;
export type ReceivedMessage = ReturnType<SqsQueue['dequeue']>[number];
type App = ReturnType<typeof BuildApp>;

export interface Messaging extends Stores {
  app: App;
  publish(topicArn: string, message: string, subject?: string): void;
  /** Has a subscription take only messages whose body passes. */
  filterBodies(subscriptionArn: string, passes: BodyFilter): void;
  send(queue: SqsQueue, body: string): void;
  onDeadLetter(listen: (queueName: string, messageId: string) => void): void;
  close(): Promise<void>;
}

type Publish = (parameters: Record<string, string>, sns: Stores['snsStore'], sqs: SqsStore) => string;

interface SqsStoreClass {
  new (): SqsStore;
  createMessage(body: string): Parameters<SqsQueue['enqueue']>[0];
}

interface Persistence {
  db: { exec(sql: string): void };
  loadSqsAndSns(sqs: Stores['sqsStore'], sns: Stores['snsStore']): void;
  close(): void;
}
interface ObjectFiles {
  loadS3(s3: Stores['s3Store']): void;
  close(): void;
}

export async function openMessaging(folders: { queues: string; objects: string }): Promise<Messaging> {
  const { buildApp } = await part<{ buildApp: typeof BuildApp }>('app.js');
  const { SqsStore } = await part<{ SqsStore: SqsStoreClass }>('sqs/sqsStore.js');
  const { SnsStore } = await part<{ SnsStore: new () => Stores['snsStore'] }>('sns/snsStore.js');
  const { S3Store } = await part<{ S3Store: new () => Stores['s3Store'] }>('s3/s3Store.js');
  const { PersistenceManager } = await part<{ PersistenceManager: new (folder: string) => Persistence }>(
    'persistence.js',
  );
  const { publish } = await part<{ publish: Publish }>('sns/actions/publish.js');
  const { FileS3Persistence } = await part<{ FileS3Persistence: new (folder: string) => ObjectFiles }>(
    's3/fileS3Persistence.js',
  );

  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const records = new PersistenceManager(folders.queues);
  // A kill loses nothing this way either; only a power cut could, and every message costs a wait for the disk otherwise.
  records.db.exec('PRAGMA synchronous = NORMAL');
  const files = new FileS3Persistence(folders.objects);
  // Loaded first and connected afterwards: a store that is connected would write what it reads.
  records.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  files.loadS3(stores.s3Store);
  Object.assign(stores.sqsStore, { persistence: records });
  Object.assign(stores.snsStore, { persistence: records });
  Object.assign(stores.s3Store, { persistence: files });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence: records });

  const filters = filterBodies(stores.snsStore);
  const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: REGION, stores });
  await app.ready();
  return {
    ...stores,
    app,
    publish(TopicArn, Message, Subject) {
      filters.during(Message, () => {
        publish({ TopicArn, Message, ...(Subject && { Subject }) }, stores.snsStore, stores.sqsStore);
      });
    },
    filterBodies: filters.add,
    send(queue, body) {
      queue.enqueue(SqsStore.createMessage(body));
    },
    onDeadLetter(listen) {
      const spy = {
        addMessage(message: { service: string; status: string; queueName?: string; messageId?: string }) {
          if (message.status === 'dlq') listen(String(message.queueName), String(message.messageId));
        },
      };
      Object.assign(stores.sqsStore, { spy });
      for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { spy });
    },
    async close() {
      await app.close();
      records.close();
      files.close();
    },
  };
}

/**
 * While a message is handed round, fauxqs asks for each subscription; one whose filter the message does not pass is then
 * not there.
 */
function filterBodies(sns: Stores['snsStore']) {
  const filters = new Map<string, BodyFilter>();
  const find = sns.getSubscription.bind(sns);
  let current: string | undefined;
  sns.getSubscription = (arn) => {
    const passes = filters.get(arn);
    if (!passes) return find(arn);
    if (current === undefined) throw new LocalError('Only SES publishes to a topic whose subscriptions filter bodies');
    return passes(current) ? find(arn) : undefined;
  };
  return {
    add: (subscriptionArn: string, passes: BodyFilter) => void filters.set(subscriptionArn, passes),
    during(message: string, act: () => void) {
      current = message;
      try {
        act();
      } finally {
        current = undefined;
      }
    },
  };
}

function part<T>(file: string): Promise<T> {
  return import(pathToFileURL(`${packageFolder('fauxqs')}/dist/${file}`).href) as Promise<T>;
}
