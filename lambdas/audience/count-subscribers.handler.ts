/** Once a day, from EventBridge Scheduler: the event says nothing. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { publicationsTable } from '../publications/index.ts';
import { countSubscribers } from './count-subscribers.ts';
import { recipientsTable } from './records/recipients.ts';

const dynamo = documentClient();
const deps = {
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  recipients: recipientsTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  now: () => new Date(),
};

export const handler = (): Promise<void> => countSubscribers(deps);
