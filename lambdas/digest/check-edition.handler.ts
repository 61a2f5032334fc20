/** Checks queue: one message, one edition. It asks strangers' servers, and reads nothing of their pages but the beginning of pictures. */
import { allowedPrivateNetworks, lookAtAddress } from '../ingest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume } from '../platform/queue.ts';
import { publicationsTable, sourcesTable } from '../publications/index.ts';
import { checkEdition } from './check-edition.ts';
import { editionsTable } from './editions-table.ts';
import { checkMessage } from './messages.ts';

const dynamo = documentClient();
const publicationsName = requireEnv('PUBLICATIONS_TABLE');
const deps = {
  publications: publicationsTable(dynamo, publicationsName),
  sources: sourcesTable(dynamo, publicationsName),
  editions: editionsTable(dynamo, requireEnv('EDITIONS_TABLE')),
  parts: objectsIn(requireEnv('EDITIONS_BUCKET')),
  look: lookAtAddress({
    allowedPrivateNetworks: allowedPrivateNetworks.parse(requireEnv('ALLOWED_PRIVATE_NETWORKS')),
    contactUrl: requireEnv('CONTACT_URL'),
  }),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};

export const handler = consume(checkMessage, (message) => checkEdition(message, deps));
