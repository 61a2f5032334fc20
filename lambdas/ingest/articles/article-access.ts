import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { type DynamoDBDocumentClient, queryAll } from '../../platform/dynamo.ts';
import type { Objects } from '../../platform/objects.ts';
import { type ArticleItem, bodyKeyOf, fromItem, partitionOf, sortKeyOf } from './article-item.ts';
import type { KeptArticle } from './articles.ts';
import { readInBatches } from './read-in-batches.ts';

/** The table and the bucket of bodies, as both halves of the store use them. */
export interface ArticleAccess {
  dynamo: DynamoDBDocumentClient;
  TableName: string;
  bodies: Objects;
  /** With its HTML, wherever that lies. */
  withBody(item: ArticleItem): Promise<KeptArticle>;
  /** By id; without the HTML that lies in the bucket. */
  itemsOf(publicationId: string, articleIds: string[]): Promise<Map<string, ArticleItem>>;
  /** Page by page, as long as more is wanted. */
  query<Item>(parameters: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<Item>;
}

export function articleAccess(dynamo: DynamoDBDocumentClient, TableName: string, bodies: Objects): ArticleAccess {
  return {
    ...{ dynamo, TableName, bodies },
    async withBody(item) {
      if (!item.isHtmlElsewhere) return fromItem(item);
      const stored = await bodies.get(bodyKeyOf(item.publicationId, item.id));
      return fromItem(item, stored ? Buffer.from(stored.body).toString('utf8') : '');
    },
    async itemsOf(publicationId, articleIds) {
      const keys = articleIds.map((id) => ({ pk: partitionOf(publicationId), sk: sortKeyOf(id) }));
      const items = await readInBatches<ArticleItem>(dynamo, TableName, keys);
      return new Map(items.map((item) => [item.id, item]));
    },
    query: (parameters) => queryAll(dynamo, { TableName, ...parameters }),
  };
}
