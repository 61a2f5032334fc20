import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import { type HourlyCounts, hourlyCountsInMemory, hourlyCountsTable } from './hourly-counts.ts';

/** A school behind one address can subscribe in an hour; a robot cannot subscribe the world. */
export const MOST_SIGN_UPS = 60;

/**
 * How many sign-ups came from a network this hour.
 *
 *   pk  network#<network>      sk  <start of the hour>
 */
export interface NetworkLimits {
  /** Counts one; false when this network had enough this hour. */
  take(network: string, now: Date): Promise<boolean>;
}

export function networkLimitsTable(dynamo: DynamoDBDocumentClient, TableName: string): NetworkLimits {
  return countedIn(hourlyCountsTable(dynamo, TableName));
}

/** The same promises in memory, for tests. */
export function networkLimitsInMemory(): NetworkLimits {
  return countedIn(hourlyCountsInMemory());
}

function countedIn(counts: HourlyCounts): NetworkLimits {
  return { take: (network, now) => counts.take(`network#${network}`, MOST_SIGN_UPS, now) };
}
