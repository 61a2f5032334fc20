/** Queue Welcomes: somebody has confirmed and may be greeted. */
import { parseLinkKeys, personalLinks, recipientsTable, welcomeMessage } from '../audience/index.ts';
import { editionsTable } from '../digest/index.ts';
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consume } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { sendingClient, sendOnce } from '../platform/ses.ts';
import { publicationsTable } from '../publications/index.ts';
import { sendWelcome, type WelcomeDeps } from './send-welcome.ts';
import { welcomesTable } from './welcomes.ts';

const dynamo = documentClient();
const linkKeys = secret(requireEnv('LINK_KEYS_ARN'));
const siteUrl = requireEnv('SITE_URL');
const deps: WelcomeDeps = {
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  recipients: recipientsTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  editions: editionsTable(dynamo, requireEnv('EDITIONS_TABLE')),
  welcomes: welcomesTable(dynamo, requireEnv('DELIVERIES_TABLE')),
  links: async (newcomer) => personalLinks(parseLinkKeys(await linkKeys()), siteUrl)(newcomer),
  sendMail: sendOnce(sendingClient()),
  siteUrl,
  configurationSet: requireEnv('CONFIGURATION_SET'),
  pastListConfigurationSet: requireEnv('PAST_LIST_CONFIGURATION_SET'),
  now: () => new Date(),
};

export const handler = consume(welcomeMessage, (newcomer) => sendWelcome(newcomer, deps));
