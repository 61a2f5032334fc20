/** Queue Confirmations: asks by mail whether it was them. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consume, outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { sendingClient, sendOnce } from '../platform/ses.ts';
import { publicationsTable } from '../publications/index.ts';
import { type AskByMailDeps, askByMail } from './ask-by-mail.ts';
import { type ConfirmationMessage, confirmationMessage } from './joining/confirmation-message.ts';
import { linkKeysFrom } from './links/link-keys.ts';
import { audienceTable } from './records/audience-records.ts';

const dynamo = documentClient();
const deps: AskByMailDeps = {
  ...audienceTable(dynamo, requireEnv('AUDIENCE_TABLE')),
  publications: publicationsTable(dynamo, requireEnv('PUBLICATIONS_TABLE')),
  confirmations: outbox<ConfirmationMessage>(requireEnv('CONFIRMATIONS_QUEUE_URL')),
  sendMail: sendOnce(sendingClient()),
  addressKey: secret(requireEnv('ADDRESS_KEY_ARN')),
  linkKeys: linkKeysFrom(secret(requireEnv('LINK_KEYS_ARN'))),
  siteUrl: requireEnv('SITE_URL'),
  configurationSet: requireEnv('PAST_LIST_CONFIGURATION_SET'),
  now: () => new Date(),
};

export const handler = consume(confirmationMessage, (message) => askByMail(message, deps));
