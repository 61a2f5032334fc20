import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SegmentMember } from '../../domain/segment.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { shardKey } from '../records/shards.ts';
import { shardInMemory } from '../records/subscriptions-in-memory.ts';

/** How somebody stands, without their address. Of what a segment may ask for, only what was asked for is there. */
export interface Standing extends SegmentMember, Pick<Subscription, 'status' | 'suppressedBecause'> {}

/** Subscriptions as somebody who counts sees them. */
export interface Standings {
  /**
   * Looks at everyone of one shard, in any state. Eventually consistent, and memory does not grow with the shard.
   *
   * @param needs - what is looked at besides status and suppression: reading an answer of DynamoDB costs more time than
   *   all that is done with it
   * @returns what DynamoDB charges for it, in read units
   */
  walk(
    publicationId: string,
    shard: number,
    needs: readonly (keyof SegmentMember)[],
    look: (standing: Standing) => void,
  ): Promise<{ readUnits: number }>;
}

const ALWAYS = ['status', 'suppressedBecause'] as const;

export function standingsTable(dynamo: DynamoDBDocumentClient, TableName: string): Standings {
  return {
    async walk(publicationId, shard, needs, look) {
      const attributes = [...ALWAYS, ...needs];
      let readUnits = 0;
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const { Items, LastEvaluatedKey, ConsumedCapacity } = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': shardKey(publicationId, shard) },
            // Charged like the whole item; but addresses stay where they are, and less travels.
            ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
            ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
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
    async walk(publicationId, shard, needs, look) {
      const read: (keyof Standing)[] = [...ALWAYS, ...needs];
      for (const one of shardInMemory(held, publicationId, shard)) {
        const asked = Object.entries(one).filter(([name]) => read.some((attribute) => attribute === name));
        look(structuredClone(Object.fromEntries(asked)) as unknown as Standing);
      }
      // The least that DynamoDB charges for a question.
      return { readUnits: 0.5 };
    },
  };
}
