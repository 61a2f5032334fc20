/**
 * An editor changes a draft: written, rendered and stored again, under a new hash that voids any approval.
 *
 * Two editors never overwrite each other: a change names the content it was made for, and one that comes second is told.
 */
import type { Article } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publications } from '../publications/index.ts';
import { applyChange } from './apply-change.ts';
import type { Editions, EditRun } from './editions.ts';
import type { EditMessage } from './messages.ts';
import { type SealDeps, sealEdition } from './seal-edition.ts';

export interface EditDeps extends SealDeps {
  publications: Pick<Publications, 'find'>;
  articles: { find(publicationId: string, articleId: string): Promise<Article | undefined> };
  editions: Pick<Editions, 'find' | 'revise' | 'recordEdit' | 'findEdit'>;
  now: () => Date;
}

/** Repeating a request ends in the same edition. @returns what became of it, as it is recorded */
export async function editEdition(request: EditMessage, deps: EditDeps): Promise<EditRun> {
  const { editionId, requestId } = request;
  const earlier = await deps.editions.findEdit(editionId, requestId);
  if (earlier) return earlier;
  const run = { editionId, requestId, at: deps.now(), outcome: await outcomeOf(request, deps) };
  await deps.editions.recordEdit(run);
  return run;
}

async function outcomeOf(request: EditMessage, deps: EditDeps): Promise<EditRun['outcome']> {
  try {
    return { kind: 'edited', contentHash: await edit(request, deps) };
  } catch (error) {
    if (!(error instanceof RundbriefError) || error.retryable) throw error;
    return { kind: error.fault === 'conflict' ? 'conflict' : 'failed', reason: error.message };
  }
}

async function edit({ editionId, contentHash: before, change, by }: EditMessage, deps: EditDeps): Promise<string> {
  const edition = await deps.editions.find(editionId);
  const publication = edition && (await deps.publications.find(edition.publicationId));
  if (!edition || !publication) throw new RundbriefError('not-found', `There is no edition ${editionId}`);
  if (edition.status !== 'draft')
    throw new RundbriefError('conflict', 'The edition is settled: nothing about it changes any more');
  const find = async (articleId: string) => {
    const article = await deps.articles.find(edition.publicationId, articleId);
    return article?.withdrawnAt ? undefined : article;
  };
  const { language } = publication;
  const changed = { ...(await applyChange(edition, change, { find, language })), changed: { by, at: deps.now() } };
  const sealed = await sealEdition(changed, publication, deps);
  const { contentHash } = sealed;
  // Also when this very change was made before: its run was cut off before it was recorded.
  if (edition.contentHash === contentHash && edition.contentHash !== before) return contentHash;
  if (edition.contentHash !== before) throw changedMeanwhile(edition.changed);
  if (!(await deps.editions.revise(sealed, before))) {
    throw changedMeanwhile((await deps.editions.find(editionId))?.changed);
  }
  return contentHash;
}

function changedMeanwhile(changed: { by: string; at: Date } | undefined): RundbriefError {
  const who = changed ? `by somebody else on ${changed.at.toISOString()}` : 'because its articles were corrected';
  return new RundbriefError('conflict', `The edition was changed meanwhile, ${who}: look at it again`);
}
