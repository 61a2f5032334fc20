import type { ArticleKeeper } from './articles/articles.ts';

interface Withdrawal {
  publicationId: string;
  articleId: string;
  /** Only if it is this source's: of two that carry an article, one alone cannot take it back. */
  sourceId?: string;
  by: 'publisher' | 'editor';
  now: Date;
}

/**
 * Takes an article back: it goes into no edition and no feed any more. Repeating it is harmless.
 *
 * @returns false when there was nothing to take back
 */
export async function withdraw(
  { publicationId, articleId, sourceId, by, now }: Withdrawal,
  articles: Pick<ArticleKeeper, 'amend'>,
): Promise<boolean> {
  let isNews = false;
  await articles.amend(publicationId, articleId, (article) => {
    isNews = !article.withdrawnAt && (!sourceId || article.sourceId === sourceId);
    return isNews ? { withdrawnAt: now, withdrawnBy: by } : undefined;
  });
  return isNews;
}
