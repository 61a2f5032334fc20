/** Articles that their publisher has taken back: by name, or because they vanished from the middle of the list. */
import type { ArticleKeeper, KeptArticle } from './articles/articles.ts';
import { guidKeyOf } from './articles/identity.ts';
import type { Arrivals, Written } from './articles/take-in-items.ts';
import { errand } from './errands.ts';
import type { ParsedDocument } from './items/parsed-document.ts';
import type { Place, TakeInDocumentDeps } from './taking-in.ts';
import { seenOf, vanished } from './vanished.ts';
import { withdraw } from './withdraw-article.ts';

const MAX_WITHDRAWN = 1000;

/**
 * One that is only missing is looked for on its own page first: a sticky article that is no longer one has moved on.
 *
 * @param isWhole - the document was asked for; a hub or a client sends only what is new
 * @returns ids of the articles that were taken back
 */
export async function takeBack(
  { withdrawnGuids = [] }: ParsedDocument,
  arrivals: Arrivals,
  { added, isWhole }: { added: Written[]; isWhole: boolean },
  place: Place & { pollId: string },
  { articles, polls }: Pick<TakeInDocumentDeps, 'articles' | 'polls'>,
): Promise<string[]> {
  const { source } = place;
  const { publicationId, id: sourceId } = source;
  const guidKeys = withdrawnGuids.slice(0, MAX_WITHDRAWN).map((guid) => guidKeyOf(guid, sourceId));
  const named = (await articles.owners(publicationId, guidKeys)).values();
  if (!isWhole) return withdrawAll([...named], place, articles);

  const inOrder = idsInOrder(arrivals, added);
  const before = (await articles.lastSeen(publicationId, sourceId))?.articleIds ?? [];
  const missing = await missingArticles(publicationId, vanished(before, inOrder), articles);
  for (const { id: articleId, url } of missing) {
    if (url) await polls.send(errand({ purpose: 'presence', articleId, url }, place));
  }
  const nowhere = missing.filter(({ url }) => !url).map(({ id }) => id);
  const withdrawn = await withdrawAll([...named, ...nowhere], place, articles);
  // Last, so that a crash before this finds the same articles missing once more.
  const seen = seenOf(inOrder);
  if (before.join() !== seen.articleIds.join()) await articles.recordSeen(publicationId, sourceId, seen);
  return withdrawn;
}

function idsInOrder({ known }: Arrivals, added: Written[]): string[] {
  return [...known.map(({ position, article }) => ({ position, id: article.id })), ...added]
    .sort((one, other) => one.position - other.position)
    .map(({ id }) => id);
}

async function missingArticles(publicationId: string, ids: string[], articles: ArticleKeeper): Promise<KeptArticle[]> {
  const missing = await articles.findAll(publicationId, ids);
  return [...missing.values()].filter(({ withdrawnAt }) => !withdrawnAt);
}

async function withdrawAll(ids: string[], { source, now }: Place, articles: ArticleKeeper): Promise<string[]> {
  const { publicationId, id: sourceId } = source;
  const withdrawn: string[] = [];
  for (const articleId of new Set(ids)) {
    const isNews = await withdraw({ publicationId, sourceId, articleId, by: 'publisher', now }, articles);
    if (isNews) withdrawn.push(articleId);
  }
  return withdrawn;
}
