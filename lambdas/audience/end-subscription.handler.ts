/** GET and POST /unsubscribe?t=<token>: the way out, for people and for mailbox providers. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { secret } from '../platform/secret.ts';
import { publicationsTable } from '../publications/index.ts';
import { answerUnsubscribe, type UnsubscribeDeps } from './choosing/answer-unsubscribe.tsx';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: UnsubscribeDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerUnsubscribe(request, deps), failurePage(deps), originKey);
