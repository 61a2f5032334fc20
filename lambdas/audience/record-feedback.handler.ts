/** Queues Feedback and Recoveries: bounces and complaints, and arrivals of watched mails, as SES reports them through its topic. */
import { documentClient } from '../platform/dynamo.ts';
import { requireEnv } from '../platform/env.ts';
import { consumeText } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import { readFeedback } from './feedback/read-feedback.ts';
import { recordFeedback } from './feedback/record-feedback.ts';
import { audienceTable } from './records/audience-records.ts';

const records = audienceTable(documentClient(), requireEnv('AUDIENCE_TABLE'));
const addressKey = secret(requireEnv('ADDRESS_KEY_ARN'));

export const handler = consumeText(async (body) => {
  const now = () => new Date();
  const feedback = readFeedback(body, now());
  if (feedback) await recordFeedback(feedback, { ...records, addressKey: await addressKey(), now });
});
