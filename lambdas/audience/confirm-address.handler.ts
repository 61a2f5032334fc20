/** GET and POST /confirm-address?t=<token>: the link in the mail to a new address. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { secret } from '../platform/secret.ts';
import { publicationsTable } from '../publications/index.ts';
import { answerConfirmAddress, type ConfirmAddressDeps } from './choosing/answer-confirm-address.tsx';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: ConfirmAddressDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerConfirmAddress(request, deps), failurePage(deps), originKey);
