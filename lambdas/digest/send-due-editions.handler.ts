/** Every minute: approved editions whose time has come. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { outbox } from '../platform/queue.ts';
import { editionsTable } from './editions-table.ts';
import { sendDueEditions } from './send-due-editions.ts';

const deps = {
  editions: editionsTable(documentClient(), requireEnv('EDITIONS_TABLE')),
  ready: outbox(requireEnv('READY_QUEUE_URL')),
  now: () => new Date(),
};

export const handler = () => sendDueEditions(deps);
