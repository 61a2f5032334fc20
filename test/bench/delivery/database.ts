/** DynamoDB in a process of its own, with a table of deliveries and one of readers. Started by `startDatabase`. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { subscriptionKey } from '../../../lambdas/audience/records/shards.ts';
import { testDatabase } from '../../dynamodb.ts';
import { type BenchDatabase, PUBLICATION_ID, READERS_SINCE, readerAt } from './readers.ts';

const [readers = '0', shards] = process.argv.slice(2);
const BATCH = 25;
const AT_ONCE = 4;

const { dynamo, newTable } = await testDatabase({ name: 'reconcile', projection: 'KEYS_ONLY' });
const [deliveries, audience] = [await newTable(), await newTable()];
await plant(Number(readers));
const endpoint = await dynamo.config.endpoint?.();
process.send?.({ url: `http://127.0.0.1:${endpoint?.port}`, deliveries, audience } satisfies BenchDatabase);
process.on('disconnect', () => process.exit());

async function plant(count: number): Promise<void> {
  let next = 0;
  const planting = Array.from({ length: AT_ONCE }, async () => {
    while (next < count) {
      const from = next;
      next += BATCH;
      const requests = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => ({
        PutRequest: { Item: itemOf(from + index) },
      }));
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [audience]: requests } }));
    }
  });
  await Promise.all(planting);
}

function itemOf(number: number) {
  const { subscriberId, address } = readerAt(number, shards ? Number(shards) : undefined);
  const since = READERS_SINCE.toISOString();
  const wish = { status: 'confirmed', cadence: 'weekly', language: 'de', origin: 'form' };
  return { ...subscriptionKey(PUBLICATION_ID, subscriberId), address, ...wish, requestedAt: since, confirmedAt: since };
}
