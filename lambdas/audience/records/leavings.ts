import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';

/** An edition, by the number it has in its publication. */
export interface WhichEdition {
  publicationId: string;
  edition: number;
}

/**
 * How many have left by the link of an edition's mail: sums and nobody's name.
 *
 *   pk  leavings#<publicationId>      sk  <number of the edition>
 *
 * Counted behind the ending, which is what matters: whoever dies between the two leaves one uncounted.
 */
export interface Leavings {
  /** @param people - -1 for one who took it back */
  count(which: WhichEdition, people: 1 | -1): Promise<void>;
  of(which: WhichEdition): Promise<number>;
}

export function leavingsTable(dynamo: DynamoDBDocumentClient, TableName: string): Leavings {
  return {
    async count(which, people) {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(which),
          UpdateExpression: 'ADD people :people',
          ExpressionAttributeValues: { ':people': people },
        }),
      );
    },
    async of(which) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keyOf(which) }));
      return (Item?.people as number | undefined) ?? 0;
    },
  };
}

const keyOf = ({ publicationId, edition }: WhichEdition) => ({
  pk: `leavings#${publicationId}`,
  sk: String(edition).padStart(9, '0'),
});

/** The same promises in memory, for tests. */
export function leavingsInMemory(): Leavings {
  const counts = new Map<string, number>();
  const keyText = (which: WhichEdition) => Object.values(keyOf(which)).join(' ');
  return {
    async count(which, people) {
      counts.set(keyText(which), (counts.get(keyText(which)) ?? 0) + people);
    },
    of: async (which) => counts.get(keyText(which)) ?? 0,
  };
}
