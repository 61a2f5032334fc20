/** Queue Explorations: one message, one address. It talks to strangers, so its role may write one prefix and nothing else. */
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume } from '../platform/queue.ts';
import { exploreAddress } from './explore-address.ts';
import { fetchDocument } from './fetching/fetch-document.ts';
import { allowedPrivateNetworks } from './fetching/guarded-network.ts';
import { USER_AGENT_NAME } from './fetching/polite-request.ts';
import { ROBOTS_MILLISECONDS, robotsOf } from './fetching/robots.ts';
import { explorationMessage } from './messages.ts';

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
  store: objectsIn(requireEnv('INTAKE_BUCKET')),
  now: () => new Date(),
};

export const handler = consume(explorationMessage, async (message) => {
  await exploreAddress(message, deps);
});
