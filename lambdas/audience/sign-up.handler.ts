/** GET and POST /subscribe/{publication}: the form to subscribe; /embed below it: how to have it on another website. */
import { setTimeout as wait } from 'node:timers/promises';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { digestsTable, publicationsTable } from '../publications/index.ts';
import { answerSignUp, type SignUpPageDeps } from './joining/answer-sign-up.ts';
import type { ConfirmationMessage } from './joining/confirmation-message.ts';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: SignUpPageDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  digests: digestsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  confirmations: outbox<ConfirmationMessage>(requireEnv('CONFIRMATIONS_QUEUE_URL')),
  addressKey: secret(requireEnv('ADDRESS_KEY_ARN')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
  wait: (milliseconds) => wait(milliseconds),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerSignUp(request, deps), failurePage(deps), originKey);
