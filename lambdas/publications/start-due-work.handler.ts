/** Once a minute, from EventBridge Scheduler: the event says nothing. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { outbox } from '../platform/queue.ts';
import { digestsTable } from './digests.ts';
import { hostPausesTable } from './host-pauses.ts';
import type { CompositionMessage } from './messages.ts';
import { pollsOutbox } from './polls.ts';
import { publicationsTable } from './publications.ts';
import { sourcesTable } from './sources.ts';
import { type StartDeps, startDueWork } from './start-due-work.ts';

const dynamo = documentClient();
const table = requireEnv('PUBLICATIONS_TABLE');
const deps: StartDeps = {
  publications: publicationsTable(dynamo, table),
  sources: sourcesTable(dynamo, table),
  digests: digestsTable(dynamo, table),
  hostPauses: hostPausesTable(dynamo, table),
  polls: pollsOutbox(requireEnv('POLLS_QUEUE_URL')),
  compositions: outbox<CompositionMessage>(requireEnv('COMPOSITIONS_QUEUE_URL')),
  now: () => new Date(),
  random: Math.random,
};

export const handler = async (): Promise<void> => {
  await startDueWork(deps);
};
