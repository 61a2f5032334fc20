/** GET and POST /preferences?t=<token>: the link in every edition to what a subscriber gets. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { digestsTable, publicationsTable } from '../publications/index.ts';
import { answerPreferences, type PreferencesDeps } from './choosing/answer-preferences.tsx';
import type { ConfirmationMessage } from './joining/confirmation-message.ts';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const publicationsTableName = requireEnv('PUBLICATIONS_TABLE');
const deps: PreferencesDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, publicationsTableName),
  digests: digestsTable(dynamo, publicationsTableName),
  confirmations: outbox<ConfirmationMessage>(requireEnv('CONFIRMATIONS_QUEUE_URL')),
  addressKey: secret(requireEnv('ADDRESS_KEY_ARN')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerPreferences(request, deps), failurePage(deps), originKey);
