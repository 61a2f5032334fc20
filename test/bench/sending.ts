/** What sending an edition to a thousand is billed for on the deployed wiring, function by function, beside the budget. */
import * as z from 'zod';
import { type ApiClient, path } from '../../bin/cli/api-client.ts';
import { until } from '../../bin/cli/waiting.ts';
import { reportAnswer } from '../../lambdas/console/answers.ts';
import { compose, subscribe } from '../journeys/steps.ts';
import { type Operations, resetUsage, usageOf } from './gateway.ts';
import { printMillion } from './sending-costs.ts';

const RECIPIENTS = 1_000;
const ADDING_AT_ONCE = 8;
/** Events are gathered for some seconds before they are recorded. */
const EVENTS_REST_MS = 15_000;

const SENDERS = ['StartCampaign', 'PlanAudience', 'SendChunk', 'Reconcile'];
const HEARERS = ['RecordEvidence', 'RecordFeedback'];
const SENDING = new RegExp(SENDERS.join('|'));
const EVENTS = new RegExp(HEARERS.join('|'));

/** What design §11 allows. */
const BUDGETS = [
  { what: 'sending: write units', of: 'sending', count: 'writeUnits', most: 180 },
  { what: 'sending: read units', of: 'sending', count: 'readUnits', most: 1_050 },
  { what: 'sending: SQS requests', of: 'sending', count: 'sqs', most: 35 },
  { what: 'events: write units', of: 'events', count: 'writeUnits', most: 110 },
  { what: 'events: SQS requests', of: 'events', count: 'sqs', most: 2_500 },
] as const;

export const OPERATIONS_HEADER =
  '\n| what | DynamoDB write units | read units | SQS requests |\n| --- | --- | --- | --- |';

/** On a run that has a publication with something to send, and nobody who reads it but one. */
export async function measureSending({ url, api }: { url: string; api: ApiClient }): Promise<void> {
  const addresses = Array.from({ length: RECIPIENTS }, (_, index) => `r${index}@bench.example`);
  const adding = Array.from({ length: ADDING_AT_ONCE }, async () => {
    for (let address = addresses.pop(); address; address = addresses.pop()) await subscribe({ api }, address);
  });
  await Promise.all(adding);
  await resetUsage(url);
  const { accepted } = await sent(api);
  await new Promise((resolve) => setTimeout(resolve, EVENTS_REST_MS));
  const counted = { sending: await usageOf(url, SENDING), events: await usageOf(url, EVENTS) };
  printOperations(`sending to ${accepted}`, counted.sending);
  printOperations(`events of ${accepted}`, counted.events);
  for (const id of [...SENDERS, ...HEARERS]) printOperations(`… ${id}`, await usageOf(url, new RegExp(id)));
  console.log('\n| budget per 1,000 recipients | allowed | now |\n| --- | --- | --- |');
  for (const { what, of, count, most } of BUDGETS) {
    const now = counted[of][count];
    console.log(`| ${what} | ${most} | ${now}${now > most ? ': **over**' : ''} |`);
  }
  await printMillion(counted, accepted);
}

/** On a busy machine too: a thousand take half a minute at least. */
async function sent(api: ApiClient): Promise<{ accepted: number }> {
  const outcome = await compose({ api });
  if (outcome.kind !== 'composed') throw new Error(`Nothing was composed: ${outcome.reason}`);
  const edition = path`/editions/${outcome.editionId}`;
  const { contentHash } = await api.get(edition, z.object({ contentHash: z.string() }));
  await api.post(`${edition}/send`, { contentHash }, z.unknown());
  const closed = await until(
    async () => {
      const report = await api.find(`${edition}/report`, reportAnswer);
      return report?.status === 'closed' ? report : undefined;
    },
    { timeoutMs: 5 * 60_000, firstPauseMs: 1_000 },
  );
  if (!closed) throw new Error('The campaign was not closed');
  return closed;
}

/** A row under {@link OPERATIONS_HEADER}. */
export function printOperations(what: string, { writeUnits, readUnits, sqs }: Operations): void {
  console.log(`| ${what} | ${writeUnits} | ${readUnits} | ${sqs} |`);
}
