import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SegmentMember } from '../../domain/segment.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { shardKey } from '../records/shards.ts';
import { shardInMemory } from '../records/subscriptions-in-memory.ts';

/** How somebody stands: all that counts, and no address. */
export interface Standing extends SegmentMember, Pick<Subscription, 'status' | 'suppressedBecause'> {}

/** Subscriptions as somebody who counts sees them. */
export interface Standings {
  /**
   * Looks at everyone of one shard, in any state. Eventually consistent, and memory does not grow with the shard.
   *
   * @returns what DynamoDB charges for it, in read units
   */
  walk(publicationId: string, shard: number, look: (standing: Standing) => void): Promise<{ readUnits: number }>;
}

export function standingsTable(dynamo: DynamoDBDocumentClient, TableName: string): Standings {
  return {
    async walk(publicationId, shard, look) {
      let readUnits = 0;
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const { Items, LastEvaluatedKey, ConsumedCapacity } = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': shardKey(publicationId, shard) },
            // Charged like the whole item; but addresses stay where they are, and less travels.
            ProjectionExpression:
              '#status, suppressedBecause, topics, cadence, cadences, #language, confirmedAt, origin, #fields',
            ExpressionAttributeNames: { '#status': 'status', '#language': 'language', '#fields': 'fields' },
            ReturnConsumedCapacity: 'TOTAL',
            ExclusiveStartKey,
          }),
        );
        for (const item of Items ?? []) look(item as Standing);
        readUnits += ConsumedCapacity?.CapacityUnits ?? 0;
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return { readUnits };
    },
  };
}

/** The same promises in memory, for tests. @param held - of `subscriptionsInMemory`, to see its changes */
export function standingsInMemory(held: Map<string, Subscription>): Standings {
  return {
    async walk(publicationId, shard, look) {
      for (const one of shardInMemory(held, publicationId, shard)) look(structuredClone(one));
      // The least that DynamoDB charges for a question.
      return { readUnits: 0.5 };
    },
  };
}
