/** Queue Tests: an edition is to be sent to those who make it, for a look. */
import { loadParts } from '../digest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { objectsIn } from '../platform/objects.ts';
import { consume } from '../platform/queue.ts';
import { sendingClient, sendOnce } from '../platform/ses.ts';
import { testMessage } from './messages.ts';
import { sendTest, type TestDeps } from './send-test.ts';
import { testSendsTable } from './test-sends.ts';

const parts = objectsIn(requireEnv('EDITIONS_BUCKET'));
const deps: TestDeps = {
  tests: testSendsTable(documentClient(), requireEnv('DELIVERIES_TABLE')),
  loadParts: (editionId, contentHash) => loadParts(parts, editionId, contentHash),
  sendMail: sendOnce(sendingClient()),
  siteUrl: requireEnv('SITE_URL'),
  configurationSet: requireEnv('CONFIGURATION_SET'),
};

export const handler = consume(testMessage, (test) => sendTest(test, deps));
