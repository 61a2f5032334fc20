/** GET and POST /preferences?t=<token>: the link in every edition to what a subscriber gets. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { secret } from '../platform/secret.ts';
import { publicationsTable } from '../publications/index.ts';
import { answerPreferences } from './choosing/answer-preferences.tsx';
import { linkKeysFrom } from './links/link-keys.ts';
import { failurePage } from './pages/failure-page.tsx';
import type { LinkPageDeps } from './pages/link-page-deps.ts';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: LinkPageDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  now: () => new Date(),
};
const originKey = secret(requireEnv('ORIGIN_KEY_ARN'));

export const handler = respond((request) => answerPreferences(request, deps), failurePage(deps), originKey);
