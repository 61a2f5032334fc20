import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { testDatabase } from '../dynamodb.ts';

/** An empty Deliveries table that counts what it is asked for. */
export async function deliveriesTestTable(): Promise<{
  dynamo: DynamoDBDocumentClient;
  name: string;
  /** Write units and read units that were asked for, as DynamoDB counts them. */
  used: { writes: number; reads: number };
  stop: () => Promise<void>;
}> {
  const { dynamo, newTable, stop } = await testDatabase({ name: 'reconcile', projection: 'KEYS_ONLY' });
  const name = await newTable();
  const used = { writes: 0, reads: 0 };
  dynamo.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...(args.input as object), ReturnConsumedCapacity: 'INDEXES' };
        const answer = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        used[/Get|Query/.test(commandName) ? 'reads' : 'writes'] += ConsumedCapacity?.CapacityUnits ?? 0;
        return answer;
      },
    { step: 'initialize', priority: 'low' },
  );
  return { dynamo, name, used, stop };
}
