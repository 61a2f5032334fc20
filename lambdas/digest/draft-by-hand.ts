/** What an edition holds that an editor picked: any articles of the publication, mailed before or not. */
import type { Article } from '../domain/article.ts';
import type { EditionItem } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import { isOver, itemOf } from './choose-articles.ts';
import type { Draft } from './draft-from-window.ts';
import type { Editions } from './editions.ts';
import { asEdited, inOrder, sectionIds } from './item-edits.ts';
import { followingLines, suggestSubject } from './suggest-subject.ts';

export interface DraftingDeps {
  articles: { find(publicationId: string, articleId: string): Promise<Article | undefined> };
  editions: Pick<Editions, 'find'>;
  now: () => Date;
}

/**
 * These articles in this order, and the events among them by date. With a digest it is for those whose wishes that digest
 * fulfils, otherwise for everybody.
 *
 * @throws RundbriefError `invalid` naming an article that is not there, or was taken back
 */
export async function draftByHand(
  articleIds: string[],
  { publication, digest }: { publication: Publication; digest?: Digest },
  { articles, now }: DraftingDeps,
): Promise<Draft> {
  const picked: EditionItem[] = [];
  for (const articleId of new Set(articleIds)) {
    const article = await articles.find(publication.id, articleId);
    if (!article) throw new RundbriefError('invalid', `There is no article "${articleId}" to put into the edition`);
    if (article.withdrawnAt) throw new RundbriefError('invalid', `The article "${articleId}" was taken back`);
    picked.push(itemOf(article));
  }
  const items = inOrder(picked);
  return {
    publicationId: publication.id,
    ...(digest && { digestId: digest.id }),
    ...(digest?.layout && { layout: digest.layout }),
    ...suggestSubject(items, publication.language),
    intro: '',
    items,
    ...pickedAt(now()),
  };
}

/**
 * An edition once more, as a draft: its articles as they are now, and what editors made of them and wrote around them. What
 * was taken back since, and events that are over, are left out.
 *
 * @throws RundbriefError `not-found`, or `invalid` when none of its articles can go out any more
 */
export async function duplicateOf(
  editionId: string,
  { id: publicationId, language }: Publication,
  { editions, articles, now }: DraftingDeps,
): Promise<Draft> {
  const edition = await editions.find(editionId);
  if (edition?.publicationId !== publicationId)
    throw new RundbriefError('not-found', `There is no edition ${editionId}`);
  const at = now();
  const left: EditionItem[] = [];
  for (const item of edition.items) {
    const article = await articles.find(publicationId, item.articleId);
    if (article && !article.withdrawnAt && !isOver(article, at)) left.push(asEdited(itemOf(article), item));
  }
  const items = inOrder(left, sectionIds(edition));
  if (items.length === 0)
    throw new RundbriefError('invalid', `None of the articles of ${editionId} can go out any more`);
  const { digestId, layout, intro, outro, sections } = edition;
  return {
    publicationId,
    ...(digestId && { digestId }),
    ...(layout && { layout }),
    ...followingLines(edition, items, language),
    intro,
    ...(outro && { outro }),
    ...(sections && { sections }),
    items,
    ...pickedAt(at),
  };
}

const pickedAt = (at: Date) =>
  ({ window: { from: at, until: at }, isByHand: true, status: 'draft', composedAt: at }) as const;
