/**
 * Articles were corrected or taken back: drafts that hold them follow, and editors find the draft as it would go out.
 *
 * What was frozen stays: readers have it, and its archive page is what they were sent. A draft's content gets a new hash,
 * which voids whatever approval was bound to the old one; editors are told of that.
 */
import type { Article } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import type { Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';
import type { CorrectionMessage, Publications } from '../publications/index.ts';
import { itemOf } from './choose-articles.ts';
import type { Editions } from './editions.ts';
import type { EditorNewsMessage } from './editor-news.ts';
import { asEdited, inOrder, sectionIds } from './item-edits.ts';
import { type SealDeps, sealEdition } from './seal-edition.ts';
import { followingLines } from './suggest-subject.ts';

export interface RefreshDeps extends SealDeps {
  publications: Pick<Publications, 'find'>;
  articles: { find(publicationId: string, articleId: string): Promise<Article | undefined> };
  editions: Pick<Editions, 'list' | 'revise'>;
  editorNews: Pick<Outbox<EditorNewsMessage>, 'send'>;
}

/** By then it is corrected, or it stayed as it was. */
const TOLD_AFTER_SECONDS = 60;

/** Drafts older than the last editions are nobody's work any more. */
const LATEST_EDITIONS = 20;

/** Repeating it is harmless: a draft that is as its articles are is left alone. */
export async function refreshDrafts({ publicationId, corrected }: CorrectionMessage, deps: RefreshDeps): Promise<void> {
  const publication = await deps.publications.find(publicationId);
  if (!publication) return;
  const changed = new Set(corrected);
  for (const edition of await deps.editions.list(publicationId, { limit: LATEST_EDITIONS })) {
    const isConcerned = edition.status === 'draft' && edition.items.some(({ articleId }) => changed.has(articleId));
    // One that goes out by itself was composed a moment ago, and the order to send names its hash.
    if (isConcerned && !edition.sendsItself) await refresh(edition, changed, publication, deps);
  }
}

async function refresh(
  edition: Edition,
  changed: Set<string>,
  publication: Publication,
  deps: RefreshDeps,
): Promise<void> {
  const items = await currentItems(edition, changed, deps.articles);
  const draft = { ...edition, ...followingLines(edition, items, publication.language), items };
  const sealed = await sealEdition(draft, publication, deps);
  if (sealed.contentHash === edition.contentHash) return;
  if (edition.approval) await announce(edition, deps);
  const isRevised = await deps.editions.revise(sealed, edition.contentHash);
  log.info(isRevised ? 'a draft follows its articles' : 'a draft was changed or frozen meanwhile', {
    editionId: edition.id,
    items: items.length,
  });
}

/** Said before it is done, since a crash between the two would leave an edition behind that silently does not go out. */
async function announce(
  { publicationId, id: editionId, contentHash: approvedHash }: Edition,
  { editorNews }: RefreshDeps,
): Promise<void> {
  await editorNews.send({ publicationId, editionId, approvedHash }, { delaySeconds: TOLD_AFTER_SECONDS });
}

async function currentItems(
  edition: Edition,
  changed: Set<string>,
  articles: RefreshDeps['articles'],
): Promise<EditionItem[]> {
  const items: EditionItem[] = [];
  for (const item of edition.items) {
    const article = changed.has(item.articleId)
      ? await articles.find(edition.publicationId, item.articleId)
      : undefined;
    if (article?.withdrawnAt) continue;
    // What its publisher says is new; what editors made of it stays.
    items.push(article ? asEdited(itemOf(article), item) : item);
  }
  // One that has become an event, or whose day has changed, stands elsewhere.
  return inOrder(items, sectionIds(edition));
}
