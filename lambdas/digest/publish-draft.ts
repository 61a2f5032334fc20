import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import { type Draft, type Skipped, skippedUntilNext } from './draft-from-window.ts';
import { type Editions, editionId } from './editions.ts';
import type { ReadyMessage } from './messages.ts';
import { type SealDeps, sealEdition } from './seal-edition.ts';
import { standingIn } from './standing-in.ts';

export interface PublishDeps extends SealDeps {
  editions: Pick<Editions, 'list' | 'claimNumber' | 'moveClaim' | 'create'>;
  ready: Outbox<ReadyMessage>;
}

const NUMBERS_TRIED = 20;

/**
 * Gives a draft its number and its look, and keeps it. Parts first, the record last: an edition that can be found can also be
 * read.
 *
 * @param request - by which it is found again when it is asked for once more
 * @returns the edition as it is kept, or why a schedule needs none
 * @throws RundbriefError `invalid` when it cannot be rendered or kept, `unavailable` when its number is always taken
 */
export async function publishDraft(
  draft: Draft,
  { publication, digest }: { publication: Publication; digest?: Digest },
  request: string,
  deps: PublishDeps,
): Promise<Edition | Skipped> {
  let number = await deps.editions.claimNumber(publication.id, request);
  for (let tried = 0; tried < NUMBERS_TRIED; tried += 1) {
    // After the claim: whatever has a lower number is there by now.
    const needless = digest && (await whyNeedless(draft, publication, digest, deps));
    if (needless) return needless;
    const unsealed: Edition = { ...draft, id: editionId(publication.id, number), number, contentHash: '' };
    const kept = await deps.editions.create(await sealEdition(unsealed, publication, deps), request);
    if (kept) return kept;
    number = await deps.editions.moveClaim(publication.id, request, number);
  }
  throw new RundbriefError('unavailable', 'Too many editions are being composed at once');
}

/** One that is on its way is sent on once more: its message may be lost, and a second one starts no second campaign. */
async function whyNeedless(
  { dueAt, window }: Draft,
  { id: publicationId, timeZone }: Publication,
  digest: Digest,
  { editions, ready }: PublishDeps,
): Promise<Skipped | undefined> {
  const other = dueAt && (await standingIn({ publicationId, digestId: digest.id, dueAt }, editions));
  if (!other) return undefined;
  const { id: editionId, contentHash } = other.edition;
  if (other.how === 'on-its-way') await ready.send({ editionId, contentHash });
  const reason =
    other.how === 'on-its-way' ? `${editionId} is still on its way` : `${editionId} was made since it was due`;
  return skippedUntilNext(reason, { digest, timeZone, now: window.until });
}
