import { RundbriefError } from '../domain/errors.ts';
import type { Editions } from './editions.ts';
import { refuseBlocked } from './refuse-blocked.ts';

export interface ApprovalDeps {
  editions: Pick<Editions, 'find' | 'approve' | 'findCheck'>;
  now: () => Date;
}

/**
 * Says that a draft may go out with exactly this content; with `sendAt` it does so by itself then. Any change of it voids
 * the approval. Repeating it is harmless.
 *
 * @throws RundbriefError `invalid` for a time that is over, `not-found`, `conflict` when its content is another one
 *   meanwhile, it is settled, or a check has found what must not go out
 */
export async function approveEdition(
  { editionId, contentHash, by, sendAt }: { editionId: string; contentHash: string; by: string; sendAt?: Date },
  { editions, now }: ApprovalDeps,
): Promise<void> {
  const at = now();
  if (sendAt && sendAt <= at) throw new RundbriefError('invalid', 'The time to send it at is over already');
  await refuseBlocked({ id: editionId, contentHash }, { editions });
  const isApproved = await editions.approve(editionId, contentHash, { approval: { by, at }, sendAt });
  if (!isApproved) throw await whyNot(editionId, contentHash, editions);
}

/** Takes an approval back, and with it the time it would go out at. */
export async function withdrawApproval(
  { editionId, contentHash }: { editionId: string; contentHash: string },
  { editions }: Pick<ApprovalDeps, 'editions'>,
): Promise<void> {
  if (!(await editions.approve(editionId, contentHash, {}))) throw await whyNot(editionId, contentHash, editions);
}

async function whyNot(
  editionId: string,
  contentHash: string,
  editions: Pick<Editions, 'find'>,
): Promise<RundbriefError> {
  const edition = await editions.find(editionId);
  if (!edition) return new RundbriefError('not-found', `There is no edition ${editionId}`);
  const isOther = edition.contentHash !== contentHash;
  return new RundbriefError(
    'conflict',
    isOther
      ? 'The edition was changed meanwhile: look at it again'
      : 'The edition is settled: nothing about it changes any more',
  );
}
