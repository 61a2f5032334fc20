import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Digest } from '../domain/publication.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../platform/dynamo.ts';
import { type DueKeys, dueKeys, queryDue } from './due.ts';

/**
 * Where digests are kept, each with the time it is due next.
 *
 *   pk  PUB#<publicationId>      sk  DIGEST#<digestId>
 */
export interface Digests {
  list(publicationId: string): Promise<Digest[]>;
  find(publicationId: string, digestId: string): Promise<Digest | undefined>;
  save(digest: Digest): Promise<void>;
  remove(publicationId: string, digestId: string): Promise<void>;
  /** Those due up to and including `until`, longest waiting first; at most a thousand. */
  due(until: Date): Promise<Digest[]>;
  /** Sets the next time, unless someone else has moved it since `digest` was read; repeating is harmless. */
  advance(digest: Digest, nextRunAt: Date): Promise<void>;
}

type DigestItem = Omit<Digest, 'since' | 'nextRunAt'> &
  DueKeys & { pk: string; sk: string; since?: string; nextRunAt: string };

export function digestsTable(dynamo: DynamoDBDocumentClient, TableName: string): Digests {
  return {
    async list(publicationId) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': `PUB#${publicationId}`, ':prefix': 'DIGEST#' },
        }),
      );
      return (Items as DigestItem[]).map(fromItem);
    },
    async find(publicationId, digestId) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keyOf(publicationId, digestId) }));
      return Item && fromItem(Item as DigestItem);
    },
    async save(digest) {
      await dynamo.send(new PutCommand({ TableName, Item: toItem(digest) }));
    },
    async remove(publicationId, digestId) {
      await dynamo.send(new DeleteCommand({ TableName, Key: keyOf(publicationId, digestId) }));
    },
    async due(until) {
      return (await queryDue<DigestItem>(dynamo, TableName, 'digest', until)).map(fromItem);
    },
    async advance({ publicationId, id, nextRunAt: readNextRunAt }, nextRunAt) {
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(publicationId, id),
            UpdateExpression: 'SET nextRunAt = :next, dueSk = :sk',
            // An editor may have given it another time in between: theirs stands.
            ConditionExpression: 'nextRunAt = :read',
            ExpressionAttributeValues: {
              ':next': nextRunAt.toISOString(),
              ':sk': dueKeys('digest', publicationId, id, nextRunAt).dueSk,
              ':read': readNextRunAt.toISOString(),
            },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}

const keyOf = (publicationId: string, digestId: string) => ({ pk: `PUB#${publicationId}`, sk: `DIGEST#${digestId}` });

function toItem(digest: Digest): DigestItem {
  return {
    ...keyOf(digest.publicationId, digest.id),
    ...digest,
    since: digest.since?.toISOString(),
    nextRunAt: digest.nextRunAt.toISOString(),
    ...dueKeys('digest', digest.publicationId, digest.id, digest.nextRunAt),
  };
}

function fromItem({ pk, sk, duePk, dueSk, since, nextRunAt, ...digest }: DigestItem): Digest {
  return { ...digest, ...(since ? { since: new Date(since) } : {}), nextRunAt: new Date(nextRunAt) };
}

/** The same promises in memory, for tests. */
export function digestsInMemory(...held: Digest[]): Digests {
  const byKey = new Map(held.map((digest) => [`${digest.publicationId}#${digest.id}`, structuredClone(digest)]));
  const sorted = () => structuredClone([...byKey.values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
  return {
    async list(publicationId) {
      return sorted().filter((digest) => digest.publicationId === publicationId);
    },
    async find(publicationId, digestId) {
      return structuredClone(byKey.get(`${publicationId}#${digestId}`));
    },
    async save(digest) {
      byKey.set(`${digest.publicationId}#${digest.id}`, structuredClone(digest));
    },
    async remove(publicationId, digestId) {
      byKey.delete(`${publicationId}#${digestId}`);
    },
    async due(until) {
      return sorted()
        .filter((digest) => digest.nextRunAt <= until)
        .sort((one, other) => one.nextRunAt.getTime() - other.nextRunAt.getTime());
    },
    async advance(digest, nextRunAt) {
      const stored = byKey.get(`${digest.publicationId}#${digest.id}`);
      if (stored?.nextRunAt.getTime() === digest.nextRunAt.getTime()) stored.nextRunAt = nextRunAt;
    },
  };
}
