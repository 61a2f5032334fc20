import type { Article } from '../domain/article.ts';
import type { Publication, Source, SourceRules } from '../domain/publication.ts';
import type { Articles } from './articles/articles.ts';
import { judgeOf } from './articles/judge-items.ts';

/** What rules would have made of an article that is there. */
export interface TriedArticle {
  id: string;
  title: string;
  kept: boolean;
  /** Which word or category decided; absent when none did. */
  because?: string;
  titleAfter: string;
  topicsBefore: string[];
  topicsAfter: string[];
}

const MOST = 50;
/** Where a source's own articles are looked for: among so many of the publication's, and further back if they are few. */
const LOOK_BACK = [200, 1000];

/**
 * Tries rules on the last fifty articles that a source brought; nothing is changed.
 *
 * What earlier rules have left out was never kept, and a beginning that they removed is gone from the title: neither comes
 * back here.
 */
export async function tryRules(
  { publication, source, rules = source.rules }: { publication: Publication; source: Source; rules?: SourceRules },
  { articles }: { articles: Pick<Articles, 'latest'> },
): Promise<TriedArticle[]> {
  const past = await pastArticles(source, articles);
  const judge = judgeOf(publication, { ...source, rules });
  return past.map((article) => {
    const { kept, because, title, topics: topicsAfter } = judge({ ...article, topics: undefined });
    const { id, topics: topicsBefore } = article;
    return {
      id,
      title: article.title,
      kept,
      ...(because ? { because } : {}),
      titleAfter: title,
      topicsBefore,
      topicsAfter,
    };
  });
}

async function pastArticles({ publicationId, id }: Source, articles: Pick<Articles, 'latest'>): Promise<Article[]> {
  let own: Article[] = [];
  for (const limit of LOOK_BACK) {
    const latest = await articles.latest(publicationId, { limit });
    own = latest.filter(({ sourceId }) => sourceId === id).slice(0, MOST);
    if (own.length === MOST || latest.length < limit) break;
  }
  return own;
}
