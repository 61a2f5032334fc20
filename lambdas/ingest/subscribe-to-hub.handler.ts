/** Queue Hubs: one message, one source whose WebSub hub is to be asked for news. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consume } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { sourcesTable } from '../publications/index.ts';
import { allowedPrivateNetworks } from './fetching/guarded-network.ts';
import { postForm } from './fetching/post-form.ts';
import { hubMessage } from './messages.ts';
import { subscribeToHub } from './subscribe-to-hub.ts';

const deps = {
  sources: sourcesTable(documentClient(), requireEnv('PUBLICATIONS_TABLE')),
  postForm: postForm({
    allowedPrivateNetworks: allowedPrivateNetworks.parse(requireEnv('ALLOWED_PRIVATE_NETWORKS')),
    contactUrl: requireEnv('CONTACT_URL'),
  }),
  hubKey: secret(requireEnv('WEBSUB_KEY_ARN')),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};

export const handler = consume(hubMessage, (message) => subscribeToHub(message, deps));
