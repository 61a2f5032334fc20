import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Article, earliestArticleId } from '../../domain/article.ts';
import type { ArticleAccess } from './article-access.ts';
import {
  type ArticleItem,
  asArticle,
  changeKeyOf,
  endOf,
  eventPartitionOf,
  fromItem,
  partitionOf,
  readPublishedKey,
  sortKeyOf,
  topicPartitionOf,
  withdrawnPartitionOf,
} from './article-item.ts';
import type { Articles } from './articles.ts';

const PAGE_SIZE = 200;

/** Articles as other rooms ask for them. */
export function articlesListed({ dynamo, TableName, withBody, itemsOf, query }: ArticleAccess): Articles {
  const inOrder = async (publicationId: string, articleIds: string[]): Promise<Article[]> => {
    const items = await itemsOf(publicationId, articleIds);
    const found = articleIds.flatMap((id) => items.get(id) ?? []);
    return Promise.all(found.map(async (item) => asArticle(await withBody(item))));
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

    async changedAt(publicationId) {
      const Key = changeKeyOf(publicationId);
      const { Item } = await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && new Date(Item.at);
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
