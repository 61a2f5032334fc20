import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Article, earliestArticleId } from '../../domain/article.ts';
import { RundbriefError } from '../../domain/errors.ts';
import { type DynamoDBDocumentClient, isConditionFailure } from '../../platform/dynamo.ts';
import type { Objects } from '../../platform/objects.ts';
import {
  type ArticleItem,
  amended,
  asArticle,
  bodyKeyOf,
  changeKeyOf,
  endOf,
  eventPartitionOf,
  fromItem,
  identityKeyOf,
  partitionOf,
  publishedKeyOf,
  readPublishedKey,
  seenKeyOf,
  sortKeyOf,
  toItem,
  topicKeyOf,
  topicPartitionOf,
  withdrawnPartitionOf,
} from './article-item.ts';
import type { ArticleKeeper, Articles, KeptArticle } from './articles.ts';
import { readInBatches } from './read-in-batches.ts';

const PAGE_SIZE = 200;
const AMENDMENTS_TRIED = 4;

/**
 * Articles, what they are known by, and the calendar of events:
 *
 *   pk  PUB#<publicationId>              sk  ARTICLE#<articleId>               the article; its id sorts by ingest
 *       index `published`                    <publishedAt>#<articleId>#<topic>,<topic>; withdrawn ones apart
 *   pk  IDENTITY#<publicationId>#<key>   sk  OWNER                             the article this key belongs to
 *   pk  SEEN#<publicationId>             sk  SOURCE#<sourceId>                 the articles of a source's last document
 *   pk  TOPIC#<publicationId>#<topic>    sk  <publishedAt>#<articleId>         an article of the topic, as long as it says so too
 *   pk  CHANGE#<publicationId>           sk  CHANGE                            when something that feeds show last changed
 *   pk  EVENTS#<publicationId>           sk  <end>#<articleId>                 an event, as long as the article says so too
 *
 * HTML over 50 kB lies in the bodies bucket; it is put there before the article names it.
 */
export function articlesTable(
  dynamo: DynamoDBDocumentClient,
  TableName: string,
  bodies: Objects,
): Articles & ArticleKeeper {
  const withBody = async (item: ArticleItem): Promise<KeptArticle> => {
    if (!item.isHtmlElsewhere) return fromItem(item);
    const stored = await bodies.get(bodyKeyOf(item.publicationId, item.id));
    return fromItem(item, stored ? Buffer.from(stored.body).toString('utf8') : '');
  };

  const itemsOf = async (publicationId: string, articleIds: string[]): Promise<Map<string, ArticleItem>> => {
    const keys = articleIds.map((id) => ({ pk: partitionOf(publicationId), sk: sortKeyOf(id) }));
    const items = await readInBatches<ArticleItem>(dynamo, TableName, keys);
    return new Map(items.map((item) => [item.id, item]));
  };

  const inOrder = async (publicationId: string, articleIds: string[]): Promise<Article[]> => {
    const items = await itemsOf(publicationId, articleIds);
    const found = articleIds.flatMap((id) => items.get(id) ?? []);
    return Promise.all(found.map(async (item) => asArticle(await withBody(item))));
  };

  /** All pages of a query, one after another, as long as they are asked for. */
  async function* query<Item>(parameters: Omit<QueryCommand['input'], 'TableName'>): AsyncGenerator<Item> {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(new QueryCommand({ TableName, ...parameters, ExclusiveStartKey }));
      yield* (page.Items ?? []) as Item[];
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  const putTopics = async (article: KeptArticle, topics: string[]) => {
    for (const topic of topics) {
      await dynamo.send(new PutCommand({ TableName, Item: topicKeyOf(article.publicationId, topic, article) }));
    }
  };

  async function* ofTopic(publicationId: string, topic: string): AsyncGenerator<Entry> {
    const entries = query<{ sk: string }>({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': topicPartitionOf(publicationId, topic) },
      ScanIndexForward: false,
      Limit: PAGE_SIZE,
    });
    for await (const { sk } of entries) yield readEntry(sk);
  }

  async function* ofAll(
    publicationId: string,
    { withdrawn, topic }: { withdrawn: boolean; topic?: string },
  ): AsyncGenerator<Entry> {
    const entries = query<{ publishedSk: string }>({
      IndexName: 'published',
      KeyConditionExpression: 'publishedPk = :pk',
      ExpressionAttributeValues: { ':pk': (withdrawn ? withdrawnPartitionOf : partitionOf)(publicationId) },
      ScanIndexForward: false,
      Limit: PAGE_SIZE,
    });
    for await (const { publishedSk } of entries) {
      if (!topic || readPublishedKey(publishedSk).topics.includes(topic)) yield readEntry(publishedSk);
    }
  }

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
    try {
      await dynamo.send(
        new PutCommand({
          TableName,
          Item: { ...item, writeToken: randomUUID() },
          ConditionExpression: writeToken ? 'writeToken = :read' : 'attribute_not_exists(writeToken)',
          ...(writeToken ? { ExpressionAttributeValues: { ':read': writeToken } } : {}),
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  };

  return {
    async find(publicationId, articleId) {
      const Key = { pk: partitionOf(publicationId), sk: sortKeyOf(articleId) };
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key }));
      return Item && asArticle(await withBody(Item as ArticleItem));
    },

    async ingestedBetween(publicationId, { after, until, limit, withHtml = false }) {
      const found: ArticleItem[] = [];
      const items = query<ArticleItem>({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': partitionOf(publicationId),
          ':from': sortKeyOf(after ? earliestArticleId(new Date(after.getTime() + 1)) : ''),
          ':to': sortKeyOf(earliestArticleId(new Date(until.getTime() + 1))),
        },
        Limit: Math.min(limit, PAGE_SIZE),
      });
      if (limit > 0) for await (const item of items) if (found.push(item) >= limit) break;
      if (!withHtml) return found.map((item) => asArticle({ ...fromItem(item), html: '' }));
      return Promise.all(found.map(async (item) => asArticle(await withBody(item))));
    },

    async latest(publicationId, { limit, topic, withdrawn = false, known = new Map() }) {
      const found: Article[] = [];
      const isWanted = ({ topics, publishedAt, withdrawnAt }: Article, entry: { time: string }) =>
        Boolean(withdrawnAt) === withdrawn &&
        (!topic || topics.includes(topic)) &&
        publishedAt.toISOString() === entry.time;
      const entries = topic && !withdrawn ? ofTopic(publicationId, topic) : ofAll(publicationId, { withdrawn, topic });
      // What an entry says may have changed since: then the next ones are looked at as well.
      for await (const some of inPages(entries, limit)) {
        const missing = some.map(({ id }) => id).filter((id) => !known.has(id));
        for (const article of await inOrder(publicationId, missing)) known.set(article.id, article);
        for (const entry of some) {
          const article = known.get(entry.id);
          if (article && isWanted(article, entry) && found.push(article) >= limit) return found;
        }
      }
      return found;
    },

    async ingestedAfter(publicationId, { articleId = '', limit }) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': partitionOf(publicationId),
            // Ids are digits and lower-case letters: nothing lies between an id and itself followed by this.
            ':from': `${sortKeyOf(articleId)}!`,
            ':to': sortKeyOf('~'),
          },
          Limit: limit,
        }),
      );
      return Promise.all((Items as ArticleItem[]).map(async (item) => asArticle(await withBody(item))));
    },

    async upcomingEvents(publicationId, now) {
      const endings = new Map<string, string>();
      const entries = query<{ sk: string }>({
        KeyConditionExpression: 'pk = :pk AND sk >= :now',
        ExpressionAttributeValues: { ':pk': eventPartitionOf(publicationId), ':now': now.toISOString() },
      });
      for await (const { sk } of entries) endings.set(sk.split('#')[1] ?? '', sk.split('#')[0] ?? '');
      const articles = await inOrder(publicationId, [...endings.keys()]);
      // An event that was moved left its old entry behind.
      return articles
        .filter(({ event, withdrawnAt }) => event && endOf(event) >= now && !withdrawnAt)
        .sort((one, other) => startOf(one) - startOf(other));
    },

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
      try {
        await dynamo.send(new PutCommand({ TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
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

    async changedAt(publicationId) {
      const Key = changeKeyOf(publicationId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && new Date(Item.at);
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
          UpdateExpression: 'SET topics = :topics, publishedSk = :key',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':topics': topics, ':key': publishedKeyOf({ ...article, topics }) },
        }),
      );
    },
  };
}

/** An article in a list of articles. */
interface Entry {
  id: string;
  /** When it was published, as the list has it. */
  time: string;
}

function readEntry(key: string): Entry {
  const [time = '', id = ''] = key.split('#');
  return { id, time };
}

async function* inPages<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let page: Item[] = [];
  if (size <= 0) return;
  for await (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const startOf = ({ event }: Article) => event?.startsAt.getTime() ?? 0;
