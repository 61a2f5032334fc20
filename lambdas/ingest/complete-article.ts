/** An article's own page was asked for: for its full text, or to see whether the article is still there. */
import type { Amendment, KeptArticle } from './articles/articles.ts';
import type { DocumentMessage } from './messages.ts';
import { announce, type Place, type TakeInDocumentDeps } from './take-in-document.ts';
import { withdraw } from './withdraw-article.ts';

/** What an article's page says of it. */
export type ArticlePage = Pick<KeptArticle, 'html' | 'teaser' | 'image' | 'authors' | 'event'>;

/**
 * @param page - what its page says; undefined when nothing could be read there, and the article stays as the source gave it
 * @throws nothing of its own: an article that is gone meanwhile stays gone
 */
export async function completeArticle(
  { articleId = '', result }: DocumentMessage,
  page: ArticlePage | undefined,
  place: Place,
  deps: Pick<TakeInDocumentDeps, 'articles' | 'feeds' | 'corrections'>,
): Promise<void> {
  const { source, now } = place;
  const { publicationId, id: sourceId, fullText } = source;
  if (result.kind === 'failed') {
    if (!result.isAbsent) return;
    const isGone = await withdraw({ publicationId, articleId, sourceId, by: 'publisher', now }, deps.articles);
    if (isGone) await announce([articleId], { added: [] }, place, deps);
    return;
  }
  if (!fullText || !page) return;
  let isCompleted = false;
  await deps.articles.amend(publicationId, articleId, (article) => {
    isCompleted = true;
    return completion(article, page);
  });
  if (isCompleted) await announce([articleId], { added: [] }, place, deps);
}

/** The page's text instead of the source's; of the rest only what the source did not say. */
function completion(article: KeptArticle, page: ArticlePage): Amendment {
  const { teaser, image, authors, event, eventDecision } = article;
  return {
    html: page.html,
    ...(teaser || !page.teaser ? {} : { teaser: page.teaser }),
    ...(image || !page.image ? {} : { image: page.image }),
    ...(authors.length > 0 || page.authors.length === 0 ? {} : { authors: page.authors }),
    ...(event || eventDecision || !page.event ? {} : { event: page.event, eventSuggestion: undefined }),
  };
}
