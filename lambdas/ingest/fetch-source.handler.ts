/** Queue Polls: one message, one source. It talks to strangers, so its role may write one prefix and one queue. */
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume, outbox } from '../platform/queue.ts';
import { pollMessage } from '../publications/index.ts';
import { fetchSource } from './fetch-source.ts';
import { fetchDocument } from './fetching/fetch-document.ts';
import { allowedPrivateNetworks } from './fetching/guarded-network.ts';
import { USER_AGENT_NAME } from './fetching/polite-request.ts';
import { ROBOTS_MILLISECONDS, robotsOf } from './fetching/robots.ts';
import type { DocumentMessage } from './messages.ts';

const asking = {
  allowedPrivateNetworks: allowedPrivateNetworks.parse(requireEnv('ALLOWED_PRIVATE_NETWORKS')),
  contactUrl: requireEnv('CONTACT_URL'),
};
const deps = {
  fetchDocument: fetchDocument(asking),
  robots: robotsOf({
    fetchDocument: fetchDocument({ ...asking, totalMilliseconds: ROBOTS_MILLISECONDS }),
    userAgentName: USER_AGENT_NAME,
  }),
  intake: objectsIn(requireEnv('INTAKE_BUCKET')),
  documents: outbox<DocumentMessage>(requireEnv('DOCUMENTS_QUEUE_URL')),
};

export const handler = consume(pollMessage, (poll) => fetchSource(poll, deps));
