import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RundbriefError } from '../../domain/errors.ts';
import { isConditionFailure, unlessRefused } from '../../platform/dynamo.ts';
import type { ArticleAccess } from './article-access.ts';
import {
  type ArticleItem,
  amended,
  bodyKeyOf,
  changeKeyOf,
  endOf,
  eventPartitionOf,
  fromItem,
  identityKeyOf,
  partitionOf,
  publishedKeyOf,
  seenKeyOf,
  sortKeyOf,
  toItem,
  topicKeyOf,
} from './article-item.ts';
import type { ArticleKeeper, KeptArticle } from './articles.ts';
import { readInBatches } from './read-in-batches.ts';

const AMENDMENTS_TRIED = 4;

/** What this room alone may do with articles; every write holds against others at the same moment. */
export function articlesKept({ dynamo, TableName, bodies, withBody, itemsOf }: ArticleAccess): ArticleKeeper {
  const putTopics = async (article: KeptArticle, topics: string[]) => {
    for (const topic of topics) {
      await dynamo.send(new PutCommand({ TableName, Item: topicKeyOf(article.publicationId, topic, article) }));
    }
  };

  /** The body before the article that names it, and the calendar's entry before the event: what is alone shows nowhere. */
  const putParts = async (article: KeptArticle, item: ArticleItem) => {
    if (item.isHtmlElsewhere) {
      await bodies.put(bodyKeyOf(article.publicationId, article.id), article.html, {
        contentType: 'text/html; charset=utf-8',
      });
    }
    await putTopics(article, article.topics);
    if (article.event) {
      const Item = {
        pk: eventPartitionOf(article.publicationId),
        sk: `${endOf(article.event).toISOString()}#${article.id}`,
      };
      await dynamo.send(new PutCommand({ TableName, Item }));
    }
  };

  /** @returns false when somebody has written it since it had this token */
  const putInstead = async (article: KeptArticle, writeToken: string | undefined) => {
    const item = toItem(article);
    await putParts(article, item);
    return unlessRefused(
      dynamo.send(
        new PutCommand({
          TableName,
          Item: { ...item, writeToken: randomUUID() },
          ConditionExpression: writeToken ? 'writeToken = :read' : 'attribute_not_exists(writeToken)',
          ...(writeToken ? { ExpressionAttributeValues: { ':read': writeToken } } : {}),
        }),
      ),
    );
  };

  return {
    async owners(publicationId, keys) {
      const wanted = new Map(keys.map((key) => [identityKeyOf(publicationId, key).pk, key]));
      const items = await readInBatches<{ pk: string; articleId: string }>(
        dynamo,
        TableName,
        keys.map((key) => identityKeyOf(publicationId, key)),
      );
      return new Map(items.map(({ pk, articleId }) => [wanted.get(pk) ?? '', articleId]));
    },

    async findAll(publicationId, articleIds) {
      const items = await itemsOf(publicationId, articleIds);
      return new Map([...items].map(([id, item]) => [id, { ...fromItem(item), html: '' }]));
    },

    async claim(publicationId, key, articleId, insteadOf) {
      const Key = identityKeyOf(publicationId, key);
      try {
        await dynamo.send(
          new UpdateCommand({
            TableName,
            Key,
            UpdateExpression: 'SET articleId = :new',
            ConditionExpression: insteadOf
              ? 'attribute_not_exists(pk) OR articleId = :new OR articleId = :old'
              : 'attribute_not_exists(pk) OR articleId = :new',
            ExpressionAttributeValues: { ':new': articleId, ...(insteadOf ? { ':old': insteadOf } : {}) },
          }),
        );
        return articleId;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        return String(Item?.articleId ?? articleId);
      }
    },

    async add(article) {
      const item = toItem(article);
      await putParts(article, item);
      const put = new PutCommand({ TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' });
      return unlessRefused(dynamo.send(put));
    },

    async replace(article) {
      const item = toItem(article);
      await putParts(article, item);
      await dynamo.send(new PutCommand({ TableName, Item: { ...item, writeToken: randomUUID() } }));
    },

    async amend(publicationId, articleId, change) {
      for (let tried = 0; tried < AMENDMENTS_TRIED; tried += 1) {
        const Key = { pk: partitionOf(publicationId), sk: sortKeyOf(articleId) };
        const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        if (!Item) return undefined;
        const before = await withBody(Item as ArticleItem);
        const changes = change(before);
        if (!changes) return before;
        const after = amended(before, changes);
        if (await putInstead(after, Item.writeToken)) return after;
      }
      throw new RundbriefError('unavailable', 'This article is being changed by others: try again');
    },

    async lastSeen(publicationId, sourceId) {
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key: seenKeyOf(publicationId, sourceId) }));
      return Item && { articleIds: Item.articleIds };
    },

    async recordSeen(publicationId, sourceId, { articleIds }) {
      await dynamo.send(new PutCommand({ TableName, Item: { ...seenKeyOf(publicationId, sourceId), articleIds } }));
    },

    async noteChange(publicationId, at) {
      const Item = { ...changeKeyOf(publicationId), at: at.toISOString() };
      await dynamo.send(new PutCommand({ TableName, Item }));
    },

    async addTopics(article, added) {
      const topics = [...new Set([...article.topics, ...added])];
      await putTopics(article, added);
      await dynamo.send(
        new UpdateCommand({
          TableName,
          Key: { pk: partitionOf(article.publicationId), sk: sortKeyOf(article.id) },
          UpdateExpression: 'SET topics = :topics, publishedSk = :key, writeToken = :token',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: {
            ':topics': topics,
            ':key': publishedKeyOf({ ...article, topics }),
            ':token': randomUUID(),
          },
        }),
      );
    },
  };
}
