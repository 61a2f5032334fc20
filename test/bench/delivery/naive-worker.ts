/**
 * The loop that a newsletter begins with: one function goes through the list, the SDK as it comes, no ledger. A batch is done
 * when each of its messages was sent or given up. Started by `measureFaults`.
 */
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { NaiveNews } from './naive-run.ts';

const [endpoint = '', first = '0', last = '0', batchSize = '1'] = process.argv.slice(2);
const AT_ONCE = 10;
const client = new SESClient({ endpoint });
const raw = Buffer.from(`Subject: Ausgabe 12\r\n\r\n${'Fünf neue Häuser öffnen im Herbst.\r\n'.repeat(200)}`);
const tell = (news: NaiveNews) => process.send?.(news);

for (let from = Number(first); from < Number(last); from += Number(batchSize)) {
  const to = Math.min(Number(last), from + Number(batchSize));
  const numbers = Array.from({ length: to - from }, (_, index) => from + index).values();
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (const number of numbers) await sendTo(number);
  });
  await Promise.all(lanes);
  tell({ checkpoint: to });
}
process.disconnect();

async function sendTo(number: number): Promise<void> {
  try {
    await client.send(
      new SendRawEmailCommand({
        Source: 'news@mail.example.org',
        Destinations: [`reader-${number}@example.net`],
        RawMessage: { Data: raw },
        ConfigurationSetName: 'bulk',
      }),
    );
  } catch {
    // Logged and gone on with, as everywhere.
    tell({ givenUp: number });
  }
}
