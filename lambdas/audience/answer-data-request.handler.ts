/** GET and POST /my-data?t=<token>: the link in the mail to who asked what is held about them. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { secret } from '../platform/secret.ts';
import { publicationsTable } from '../publications/index.ts';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import { answerDataRequest, type DataPageDeps } from './person/answer-data-request.ts';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: DataPageDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerDataRequest(request, deps), failurePage(deps), originKey);
