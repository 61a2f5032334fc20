import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../../platform/dynamo.ts';
import { ttlAt } from './subscription-item.ts';

const HOUR_MS = 3_600_000;

/**
 * What happened this hour, by name: counters that refuse to grow, so that a flood costs one refused write each and
 * nothing else.
 *
 *   pk  <name>      sk  <start of the hour>
 */
export interface HourlyCounts {
  /** Counts one; false when there were `most` this hour already. */
  take(name: string, most: number, now: Date): Promise<boolean>;
}

export function hourlyCountsTable(dynamo: DynamoDBDocumentClient, TableName: string): HourlyCounts {
  return {
    take(name, most, now) {
      const start = startOfHour(now);
      return unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: { pk: name, sk: start.toISOString() },
            UpdateExpression: 'SET #ttl = :ttl ADD signUps :one',
            ConditionExpression: 'attribute_not_exists(signUps) OR signUps < :most',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':one': 1,
              ':most': most,
              ':ttl': ttlAt(new Date(start.getTime() + HOUR_MS)),
            },
          }),
        ),
      );
    },
  };
}

const startOfHour = (now: Date) => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);

/** The same promises in memory, for tests. */
export function hourlyCountsInMemory(): HourlyCounts {
  const counts = new Map<string, number>();
  return {
    async take(name, most, now) {
      const key = `${name} ${startOfHour(now).toISOString()}`;
      const count = counts.get(key) ?? 0;
      if (count >= most) return false;
      counts.set(key, count + 1);
      return true;
    },
  };
}
