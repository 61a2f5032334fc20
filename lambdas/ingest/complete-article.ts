/** An article's own page was asked for: for its full text, or to see whether it is still there. */
import type { Amendment, KeptArticle } from './articles/articles.ts';
import type { DocumentMessage } from './messages.ts';
import { announce } from './take-in-document.ts';
import type { Place, TakeInDocumentDeps } from './taking-in.ts';
import { withdraw } from './withdraw-article.ts';

/** What an article's page says of it. */
export type ArticlePage = Pick<KeptArticle, 'html' | 'teaser' | 'image' | 'authors' | 'event'>;

type Deps = Pick<TakeInDocumentDeps, 'articles' | 'feeds' | 'corrections'>;

/** Gives an article the text of its own page. One that is gone meanwhile stays gone. */
export async function completeArticle(articleId: string, page: ArticlePage, place: Place, deps: Deps): Promise<void> {
  const completed = await deps.articles.amend(place.source.publicationId, articleId, (article) =>
    completion(article, page),
  );
  if (completed) await announce([articleId], { added: [] }, place, deps);
}

/** An article that its source no longer lists is taken back when its page is gone too; else it only moved on. */
export async function withdrawAbsent(
  { articleId = '', result }: DocumentMessage,
  place: Place,
  deps: Deps,
): Promise<void> {
  if (result.kind !== 'failed' || !result.isAbsent) return;
  const { source, now } = place;
  const { publicationId, id: sourceId } = source;
  const isGone = await withdraw({ publicationId, articleId, sourceId, by: 'publisher', now }, deps.articles);
  if (isGone) await announce([articleId], { added: [] }, place, deps);
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
