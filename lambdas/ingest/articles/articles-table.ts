import type { DynamoDBDocumentClient } from '../../platform/dynamo.ts';
import type { Objects } from '../../platform/objects.ts';
import { articleAccess } from './article-access.ts';
import type { ArticleKeeper, Articles } from './articles.ts';
import { articlesKept } from './articles-kept.ts';
import { articlesListed } from './articles-listed.ts';

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
  const access = articleAccess(dynamo, TableName, bodies);
  return { ...articlesListed(access), ...articlesKept(access) };
}
