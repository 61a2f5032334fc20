import { GetCommand, PutCommand, QueryCommand, type QueryCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, unlessRefused } from '../platform/dynamo.ts';

/** The four things the stores of this room do with their table. */
export interface TableAccess {
  /** Strongly consistent. */
  get<Item>(key: { pk: string; sk: string }): Promise<Item | undefined>;
  /** @returns false when the condition refused it */
  put(input: Omit<PutCommand['input'], 'TableName'>): Promise<boolean>;
  update(input: Omit<UpdateCommand['input'], 'TableName'>): Promise<boolean>;
  /** Goes on over DynamoDB's pages of 1 MB until there are enough. */
  query<Item>(input: Omit<QueryCommandInput, 'TableName'>, limit?: number): Promise<Item[]>;
}

export function tableAccess(dynamo: DynamoDBDocumentClient, TableName: string): TableAccess {
  return {
    async get<Item>(Key: { pk: string; sk: string }) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item as Item | undefined;
    },
    put: (input) => unlessRefused(dynamo.send(new PutCommand({ TableName, ...input }))),
    update: (input) => unlessRefused(dynamo.send(new UpdateCommand({ TableName, ...input }))),
    async query<Item>(input: Omit<QueryCommandInput, 'TableName'>, limit = Number.POSITIVE_INFINITY) {
      const items: Item[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const Limit = Number.isFinite(limit) ? limit - items.length : undefined;
        const page = await dynamo.send(new QueryCommand({ TableName, ...input, Limit, ExclusiveStartKey }));
        items.push(...((page.Items ?? []) as Item[]));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey && items.length < limit);
      return items;
    },
  };
}
