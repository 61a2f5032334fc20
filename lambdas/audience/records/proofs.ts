import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ConsentProof } from '../../domain/subscription.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import { personKey } from './shards.ts';
import { ttlAt } from './subscription-item.ts';

/**
 * Where the proof of consent is kept, entry by entry. Nothing is ever changed in an entry, and the address is in none:
 * what must be kept after an erasure says only the keyed hash.
 *
 *   pk  person#<subscriberId>      sk  proof#<publicationId>#<ISO time>#<kind>
 */
export interface Proofs {
  /**
   * Adds an entry; the same one again changes nothing.
   *
   * @param forgetAt - for a request that nobody confirmed: forgotten then, unless {@link Proofs.keep} comes first
   */
  append(proof: ConsentProof, forgetAt?: Date): Promise<void>;
  /** Keeps the entries of a request: it was confirmed. */
  keep(publicationId: string, subscriberId: string): Promise<void>;
  /** Oldest first, strongly consistent. */
  list(publicationId: string, subscriberId: string): Promise<ConsentProof[]>;
}

export function proofsTable(dynamo: DynamoDBDocumentClient, TableName: string): Proofs {
  const entriesOf = async (publicationId: string, subscriberId: string) => {
    const entries: ProofItem[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': personKey(subscriberId), ':prefix': `proof#${publicationId}#` },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      );
      entries.push(...((page.Items ?? []) as ProofItem[]));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return entries;
  };

  return {
    async append({ subscriberId, publicationId, kind, at, ...said }, forgetAt) {
      const sk = `proof#${publicationId}#${at.toISOString()}#${kind}`;
      try {
        await dynamo.send(
          new PutCommand({
            TableName,
            Item: { pk: personKey(subscriberId), sk, ...said, ...(forgetAt ? { ttl: ttlAt(forgetAt) } : {}) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    async keep(publicationId, subscriberId) {
      for (const { pk, sk, ttl } of await entriesOf(publicationId, subscriberId)) {
        if (ttl === undefined) continue;
        await dynamo
          .send(
            new UpdateCommand({
              TableName,
              Key: { pk, sk },
              UpdateExpression: 'REMOVE #ttl',
              ExpressionAttributeNames: { '#ttl': 'ttl' },
              ConditionExpression: 'attribute_exists(pk)',
            }),
          )
          .catch(ignoreForgotten);
      }
    },
    async list(publicationId, subscriberId) {
      return (await entriesOf(publicationId, subscriberId)).map(fromItem);
    },
  };
}

type ProofItem = Omit<ConsentProof, 'subscriberId' | 'publicationId' | 'kind' | 'at'> & {
  pk: string;
  sk: string;
  ttl?: number;
};

function fromItem({ pk, sk, ttl, ...said }: ProofItem): ConsentProof {
  const [, publicationId = '', at = '', kind = ''] = sk.split('#');
  return {
    subscriberId: pk.slice(pk.indexOf('#') + 1),
    publicationId,
    kind: kind as ConsentProof['kind'],
    at: new Date(at),
    ...said,
  };
}

/** An entry that ended in between needs no keeping. */
function ignoreForgotten(error: unknown): void {
  if (!isConditionFailure(error)) throw error;
}

/** The same promises in memory, for tests. */
export function proofsInMemory(): Proofs & { entries: ConsentProof[] } {
  const entries: ConsentProof[] = [];
  const isSame = (one: ConsentProof, other: ConsentProof) =>
    one.subscriberId === other.subscriberId &&
    one.publicationId === other.publicationId &&
    one.kind === other.kind &&
    one.at.getTime() === other.at.getTime();
  return {
    entries,
    async append(proof) {
      if (!entries.some((entry) => isSame(entry, proof))) entries.push(structuredClone(proof));
    },
    async keep() {},
    async list(publicationId, subscriberId) {
      const own = entries.filter((one) => one.publicationId === publicationId && one.subscriberId === subscriberId);
      return structuredClone(own.sort((one, other) => one.at.getTime() - other.at.getTime()));
    },
  };
}
