import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Publication } from '../domain/publication.ts';
import { type DynamoDBDocumentClient, queryAll, unlessRefused } from '../platform/dynamo.ts';

/**
 * Where publications are kept: few, small, and read together by the pages that list them.
 *
 *   pk  PUBLICATIONS      sk  <publicationId>
 */
export interface Publications {
  find(id: string): Promise<Publication | undefined>;
  /** By id. */
  list(): Promise<Publication[]>;
  /** Writes what editors decide, whole: the last file applied wins. The number of subscribers stays as it was counted. */
  save(publication: Publication): Promise<void>;
  /** Notes how many get mail. A publication that was removed meanwhile stays removed, a later count stays. */
  recordReaders(id: string, count: number, at: Date): Promise<void>;
}

const PARTITION = 'PUBLICATIONS';

interface PublicationItem {
  publication: Publication;
  readers?: number;
}

export function publicationsTable(dynamo: DynamoDBDocumentClient, TableName: string): Publications {
  return {
    async find(id) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: { pk: PARTITION, sk: id } }));
      return Item && fromItem(Item as PublicationItem);
    },
    async list() {
      const items = queryAll<PublicationItem>(dynamo, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': PARTITION },
      });
      return Array.fromAsync(items, fromItem);
    },
    async save({ subscribers: _, ...publication }) {
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: { pk: PARTITION, sk: publication.id },
          UpdateExpression: 'SET publication = :publication',
          ExpressionAttributeValues: { ':publication': publication },
        }),
      );
    },
    async recordReaders(id, count, at) {
      await unlessRefused(
        dynamo.send(
          new UpdateCommand({
            TableName,
            Key: { pk: PARTITION, sk: id },
            UpdateExpression: 'SET readers = :count, readersAt = :at',
            ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(readersAt) OR readersAt <= :at)',
            ExpressionAttributeValues: { ':count': count, ':at': at.toISOString() },
          }),
        ),
      );
    },
  };
}

function fromItem({ publication, readers }: PublicationItem): Publication {
  return readers === undefined ? publication : { ...publication, subscribers: readers };
}

/** The same promises in memory, for tests. */
export function publicationsInMemory(...held: Publication[]): Publications {
  const byId = new Map(held.map((publication) => [publication.id, publication]));
  const countedAt = new Map<string, Date>();
  return {
    async find(id) {
      return structuredClone(byId.get(id));
    },
    async list() {
      return structuredClone([...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
    },
    async save({ subscribers: _, ...publication }) {
      const subscribers = byId.get(publication.id)?.subscribers;
      byId.set(
        publication.id,
        structuredClone(subscribers === undefined ? publication : { ...publication, subscribers }),
      );
    },
    async recordReaders(id, count, at) {
      const known = byId.get(id);
      const before = countedAt.get(id);
      if (!known || (before && before > at)) return;
      byId.set(id, { ...known, subscribers: count });
      countedAt.set(id, at);
    },
  };
}
