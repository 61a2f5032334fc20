/** GET and POST /websub/{publication}/{source}/{token}: the callback that WebSub hubs know. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { objectsIn } from '../platform/objects.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { pollsOutbox, sourcesTable } from '../publications/index.ts';
import { acceptHubNews } from './accept-hub-news.ts';
import type { DocumentMessage } from './messages.ts';

const deps = {
  sources: sourcesTable(documentClient(), requireEnv('PUBLICATIONS_TABLE')),
  hubKey: secret(requireEnv('WEBSUB_KEY_ARN')),
  intake: objectsIn(requireEnv('INTAKE_BUCKET')),
  documents: outbox<DocumentMessage>(requireEnv('DOCUMENTS_QUEUE_URL')),
  polls: pollsOutbox(requireEnv('POLLS_QUEUE_URL')),
  now: () => new Date(),
};

export const handler = respond(
  (request) => acceptHubNews(request, deps),
  (status, message) => ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: message }),
);
