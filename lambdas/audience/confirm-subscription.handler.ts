/** GET and POST /confirm?t=<token>: the link in the confirmation mail. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { digestsTable, publicationsTable } from '../publications/index.ts';
import { answerConfirm, type ConfirmPageDeps } from './joining/answer-confirm.tsx';
import type { WelcomeMessage } from './joining/welcome-message.ts';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: ConfirmPageDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  digests: digestsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  welcomes: outbox<WelcomeMessage>(requireEnv('WELCOMES_QUEUE_URL')),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerConfirm(request, deps), failurePage(deps), originKey);
