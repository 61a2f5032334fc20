import { createHash } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../platform/dynamo.ts';
import { partitionOf } from './edition-item.ts';

/** That one editor is told of one thing. */
export interface Telling {
  publicationId: string;
  /** Which thing: an edition and what happened to it, or a digest, what happened, and on which day. */
  about: string;
  /** Whom. */
  address: string;
}

/** Which editors were told of what in the last half year. */
export interface Tellings {
  /** Takes the right to tell, before it is done; false when it was taken already. */
  claim(telling: Telling, now: Date): Promise<boolean>;
  /** For a mail that was certainly not sent. */
  giveBack(telling: Telling): Promise<void>;
}

const KEPT_SECONDS = 180 * 24 * 60 * 60;

/** Addresses are in the publication; here stands only what tells them apart. */
const keyOf = ({ publicationId, about, address }: Telling) => ({
  pk: partitionOf(publicationId),
  sk: `TOLD#${about}#${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16)}`,
});

export function tellingsTable(dynamo: DynamoDBDocumentClient, TableName: string): Tellings {
  return {
    claim(telling, now) {
      const ttl = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
      return unlessRefused(
        dynamo.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(telling), at: now.toISOString(), ttl },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
    async giveBack(telling) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(telling) }));
    },
  };
}

/** The same promises in memory, for tests. */
export function tellingsInMemory(): Tellings {
  const held = new Set<string>();
  const nameOf = (telling: Telling) => JSON.stringify(keyOf(telling));
  return {
    async claim(telling) {
      if (held.has(nameOf(telling))) return false;
      held.add(nameOf(telling));
      return true;
    },
    async giveBack(telling) {
      held.delete(nameOf(telling));
    },
  };
}
