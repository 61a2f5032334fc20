import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import { type FeedFrame, type FeedItem, feedContent } from './feed-content.ts';

const ARTICLES_ON_A_PAGE = 50;

/** An article as its feeds tell it, cleaned and completed, with what only a page shows. */
export interface ShownArticle extends FeedItem {
  /** Titles of our topics. */
  topics: string[];
  details?: Article['event'];
}

/** What cannot be told is left out here as it is of the feeds, which report it. */
export function shownArticles(
  articles: Article[],
  frame: Pick<FeedFrame, 'publication' | 'siteUrl' | 'attributions' | 'asOf'>,
): ShownArticle[] {
  const { publication, siteUrl, attributions, asOf } = frame;
  const byId = new Map(articles.map((article) => [article.id, article]));
  const { content } = feedContent({ publication, siteUrl, attributions, asOf }, articles.slice(0, ARTICLES_ON_A_PAGE));
  return content.items.map((item) => {
    const article = byId.get(item.articleId);
    const topics = publication.topics.filter(({ id }) => article?.topics.includes(id)).map(({ title }) => title);
    return { ...item, topics, ...(article?.event ? { details: article.event } : {}) };
  });
}

/** When readers could see it. */
export const cameOutAt = ({ frozenAt, composedAt }: Edition) => frozenAt ?? composedAt;
