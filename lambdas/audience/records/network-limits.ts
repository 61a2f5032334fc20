import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { ttlAt } from './subscription-item.ts';

/** A school behind one address can subscribe in an hour; a robot cannot subscribe the world. */
export const MOST_SIGN_UPS = 60;
const WINDOW_MS = 3_600_000;

/**
 * How many sign-ups came from a network this hour: one counter that refuses to grow, so that a flood costs one refused
 * write each and nothing else.
 *
 *   pk  network#<network>      sk  <start of the hour>
 */
export interface NetworkLimits {
  /** Counts one; false when this network had enough this hour. */
  take(network: string, now: Date): Promise<boolean>;
}

export function networkLimitsTable(dynamo: DynamoDBDocumentClient, TableName: string): NetworkLimits {
  return {
    async take(network, now) {
      const start = startOfWindow(now);
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: { pk: `network#${network}`, sk: start.toISOString() },
            UpdateExpression: 'SET #ttl = :ttl ADD signUps :one',
            ConditionExpression: 'attribute_not_exists(signUps) OR signUps < :most',
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: {
              ':one': 1,
              ':most': MOST_SIGN_UPS,
              ':ttl': ttlAt(new Date(start.getTime() + WINDOW_MS)),
            },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}

const startOfWindow = (now: Date) => new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS);

/** The same promises in memory, for tests. */
export function networkLimitsInMemory(): NetworkLimits {
  const counts = new Map<string, number>();
  return {
    async take(network, now) {
      const key = `${network} ${startOfWindow(now).toISOString()}`;
      const count = counts.get(key) ?? 0;
      if (count >= MOST_SIGN_UPS) return false;
      counts.set(key, count + 1);
      return true;
    },
  };
}
