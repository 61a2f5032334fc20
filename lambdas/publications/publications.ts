import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Publication } from '../domain/publication.ts';
import type { DynamoDBDocumentClient } from '../platform/dynamo.ts';

/**
 * Where publications are kept: few, small, and read together by the pages that list them.
 *
 *   pk  PUBLICATIONS      sk  <publicationId>
 */
export interface Publications {
  find(id: string): Promise<Publication | undefined>;
  /** By id. */
  list(): Promise<Publication[]>;
  /** Writes it whole: the last file applied wins. */
  save(publication: Publication): Promise<void>;
}

const PARTITION = 'PUBLICATIONS';

export function publicationsTable(dynamo: DynamoDBDocumentClient, TableName: string): Publications {
  return {
    async find(id) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: { pk: PARTITION, sk: id } }));
      return Item?.publication;
    },
    async list() {
      const publications: Publication[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await dynamo.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': PARTITION },
            ExclusiveStartKey,
          }),
        );
        publications.push(...(page.Items ?? []).map((item) => item.publication));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return publications;
    },
    async save(publication) {
      await dynamo.send(new PutCommand({ TableName, Item: { pk: PARTITION, sk: publication.id, publication } }));
    },
  };
}

/** The same promises in memory, for tests. */
export function publicationsInMemory(...held: Publication[]): Publications {
  const byId = new Map(held.map((publication) => [publication.id, publication]));
  return {
    async find(id) {
      return structuredClone(byId.get(id));
    },
    async list() {
      return structuredClone([...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1)));
    },
    async save(publication) {
      byId.set(publication.id, structuredClone(publication));
    },
  };
}
