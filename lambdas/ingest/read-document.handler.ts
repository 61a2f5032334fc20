/**
 * Queue Documents: one message, one poll's document.
 *
 * A parse cannot be stopped from within, so its time limit is the function's own time-out: the queue brings one message
 * at a time, which fails no other source, and the third delivery only notes the failure on the source.
 */
import { randomBytes } from 'node:crypto';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import {
  type CorrectionMessage,
  hostPausesTable,
  pollsOutbox,
  publicationsTable,
  sourcesTable,
} from '../publications/index.ts';
import { articlesTable } from './articles/articles-table.ts';
import { feedsOutbox } from './ask-for-feeds.ts';
import { documentMessage, type HubMessage } from './messages.ts';
import { readDocument } from './read-document.ts';

const dynamo = documentClient();
const publicationsName = requireEnv('PUBLICATIONS_TABLE');
const deps = {
  publications: publicationsTable(dynamo, publicationsName),
  sources: sourcesTable(dynamo, publicationsName),
  hostPauses: hostPausesTable(dynamo, publicationsName),
  articles: articlesTable(dynamo, requireEnv('ARTICLES_TABLE'), objectsIn(requireEnv('BODIES_BUCKET'))),
  intake: objectsIn(requireEnv('INTAKE_BUCKET')),
  feeds: feedsOutbox(requireEnv('FEEDS_QUEUE_URL')),
  polls: pollsOutbox(requireEnv('POLLS_QUEUE_URL')),
  hubs: outbox<HubMessage>(requireEnv('HUBS_QUEUE_URL')),
  corrections: outbox<CorrectionMessage>(requireEnv('COMPOSITIONS_QUEUE_URL')),
  now: () => new Date(),
  random: randomBytes,
};

export const handler = consume(documentMessage, (message, delivery) => readDocument(message, delivery, deps));
