/** What an edition to a million costs: operations counted on a send to a thousand, senders' time simulated, prices assumed. */
import { simulateLanes } from './delivery/simulated-lane.ts';
import type { Operations } from './gateway.ts';
import { LOG_BYTES_PER_INVOCATION, PRICES } from './list-prices.ts';

const MILLION = 1_000_000;
const CHUNK_SIZE = 100;
/** SES publishes that it sent a mail, and that it arrived. */
const EVENTS_A_MAIL = 2;
/** What SES lets the account send a second: senders wait for their turns, and Lambda bills that. */
const SES_PER_SECOND = 50;
/** Memory of the sender, and of what records events (lib/delivery.ts). */
const SENDER_GB = 0.5;
const HEARER_GB = 0.25;
/** Of a batch of events: a look at its campaign, and writes side by side. */
const HEARER_SECONDS = 0.15;

export async function printMillion(
  counted: { sending: Operations; events: Operations },
  recipients: number,
): Promise<void> {
  const { sending, events } = counted;
  const times = MILLION / recipients;
  const { functionMs } = await simulateLanes(SES_PER_SECOND);
  const chunkSeconds = functionMs.reduce((sum, ms) => sum + ms, 0) / functionMs.length / 1_000;
  const senderGbSeconds = (MILLION / CHUNK_SIZE) * chunkSeconds * SENDER_GB;
  const hearerGbSeconds = times * events.invocations * HEARER_SECONDS * HEARER_GB;
  const invocations = times * (sending.invocations + events.invocations);
  const lines: [string, number, number][] = [
    ['mails by SES', MILLION, PRICES.sesMail],
    ['sending: write units', times * sending.writeUnits, PRICES.writeUnit],
    ['sending: read units', times * sending.readUnits, PRICES.readUnit],
    ['sending: SQS requests', times * sending.sqs, PRICES.sqsRequest],
    [`sending: GB-seconds, at ${SES_PER_SECOND} a second`, senderGbSeconds, PRICES.lambdaGbSecond],
    ['events: published to SNS', MILLION * EVENTS_A_MAIL, PRICES.snsPublish],
    ['events: SQS requests', times * events.sqs, PRICES.sqsRequest],
    ['events: write units', times * events.writeUnits, PRICES.writeUnit],
    ['events: GB-seconds', hearerGbSeconds, PRICES.lambdaGbSecond],
    ['invocations', invocations, PRICES.lambdaRequest],
    ['logs, GB', (invocations * LOG_BYTES_PER_INVOCATION) / 1e9, PRICES.logGigabyte],
  ];
  console.log('\n| an edition to a million | quantity | US$ |\n| --- | --- | --- |');
  for (const [what, quantity, price] of lines) {
    const shown = quantity < 10 ? quantity.toFixed(2) : Math.round(quantity).toLocaleString('en-US');
    console.log(`| ${what} | ${shown} | ${(quantity * price).toFixed(2)} |`);
  }
  const total = lines.reduce((sum, [, quantity, price]) => sum + quantity * price, 0);
  console.log(`| together | | ${total.toFixed(2)} |`);
}
