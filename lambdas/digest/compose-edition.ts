/**
 * Composing: from the articles of a window to a rendered, numbered edition.
 *
 * Whatever happens, the request leaves a run record, so that an editor can see why nothing came. Articles are not used up
 * here, only when an edition is frozen; a failed or forgotten composition takes nothing from the next one.
 */
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { Outbox } from '../platform/queue.ts';
import { type CompositionMessage, type Digests, nextRun, type Publications } from '../publications/index.ts';
import { chooseArticles } from './choose-articles.ts';
import { type EditionWindow, editionWindow } from './edition-window.ts';
import { type CompositionRun, type Editions, editionId } from './editions.ts';
import { groupByTopic } from './group-items.ts';
import type { ReadyMessage } from './messages.ts';
import { type SealDeps, sealEdition } from './seal-edition.ts';
import { suggestSubject } from './suggest-subject.ts';

export interface CompositionDeps extends SealDeps {
  publications: Pick<Publications, 'find'>;
  digests: Pick<Digests, 'find'>;
  articles: {
    ingestedBetween(publicationId: string, window: { after?: Date; until: Date; limit: number }): Promise<Article[]>;
  };
  editions: Editions;
  ready: Outbox<ReadyMessage>;
  now: () => Date;
}

type Draft = Omit<Edition, 'id' | 'number' | 'contentHash'>;
type Outcome = CompositionRun['outcome'];
/** `isRoutine`: an instant digest looks every few minutes, and finding nothing is no news. */
type Skipped = Extract<Outcome, { kind: 'skipped' }> & { isRoutine: boolean };

/** What an edition would hold. */
interface Chosen extends ReturnType<typeof chooseArticles> {
  /** The articles it is made of. */
  found: Article[];
}

/** More than any window holds that is not a mistake. */
const MOST_ARTICLES_READ = 5_000;
/** For an edition an editor asks for without a digest. */
const MOST_ITEMS_WITHOUT_DIGEST = 20;
const NUMBERS_TRIED = 20;
/** Where an instant digest does not say how long nothing must have come. */
const QUIET_MINUTES = 10;
const LONGEST_WAIT_MINUTES = 60;
const MS_PER_MINUTE = 60_000;
const STILL_COMING = 'more is still coming in';

/**
 * Answers one request to compose. Repeating it, even at the same moment, ends in the same edition.
 *
 * @returns what became of it, as it is recorded
 * @throws anything that is no expected failure, after recording it: the queue tries again
 */
export async function composeEdition(request: CompositionMessage, deps: CompositionDeps): Promise<CompositionRun> {
  const { requestId, publicationId } = request;
  const earlier = await deps.editions.findRun(publicationId, requestId);
  if (earlier?.outcome.kind === 'skipped') return earlier;
  try {
    const composed = await compose(request, deps);
    if (composed.kind !== 'skipped') return await record(composed, request, deps);
    const { isRoutine, ...skipped } = composed;
    if (isRoutine) return { requestId, publicationId, at: deps.now(), outcome: skipped };
    return await record(skipped, request, deps);
  } catch (error) {
    const isExpected = error instanceof RundbriefError && !error.retryable;
    const message = error instanceof Error ? error.message : String(error);
    const reason = isExpected ? message : `${message} (it is tried again)`;
    const run = await record({ kind: 'failed', reason }, request, deps);
    if (!isExpected) throw error;
    return run;
  }
}

async function record(
  outcome: Outcome,
  { requestId, publicationId }: CompositionMessage,
  { editions, now }: CompositionDeps,
): Promise<CompositionRun> {
  const run: CompositionRun = { requestId, publicationId, at: now(), outcome };
  await editions.recordRun(run);
  const { kind, ...details } = outcome;
  log.info(outcome.kind === 'skipped' ? `skipped: ${outcome.reason}` : `composition ${kind}`, {
    requestId,
    publicationId,
    ...details,
  });
  return run;
}

async function compose(
  request: CompositionMessage,
  deps: CompositionDeps,
): Promise<Exclude<Outcome, { kind: 'skipped' }> | Skipped> {
  const composed = await deps.editions.findComposed(request.publicationId, keyOf(request));
  const edition = composed ?? (await composeNew(request, deps));
  if ('kind' in edition) return edition;
  if (request.mode === 'send') await deps.ready.send({ editionId: edition.id, contentHash: edition.contentHash });
  return { kind: 'composed', editionId: edition.id, number: edition.number, articles: edition.items.length };
}

/** A schedule's request is known by what was due, so that two ticks for the same time are one request. */
const keyOf = ({ requestId, digestId, dueAt }: CompositionMessage) =>
  dueAt === undefined ? requestId : `${digestId ?? ''}@${dueAt}`;

async function composeNew(request: CompositionMessage, deps: CompositionDeps): Promise<Edition | Skipped> {
  const { publicationId, digestId, by } = request;
  const publication = await deps.publications.find(publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication "${publicationId}"`);
  const digest = digestId === undefined ? undefined : await deps.digests.find(publicationId, digestId);
  if (digestId !== undefined && !digest) {
    throw new RundbriefError('not-found', `The publication "${publicationId}" has no digest "${digestId}"`);
  }
  const window = await editionWindow({ publicationId, digest, until: deps.now() }, deps.editions);
  // Someone who asks for a first edition by hand wants one; a schedule never mails an archive.
  const chosen = await choose(publication, digest, window, by === 'editor' && window.isFirst, deps);
  const waits = by === 'schedule' ? digest : undefined;
  const reason = whyNot(chosen, waits, window.until);
  if (reason) {
    const nextAt = digest && nextRun(digest, publication.timeZone, window.until);
    return { kind: 'skipped', reason, ...(nextAt && { nextAt }), isRoutine: waits?.cadence === 'instant' };
  }
  const draft = draftOf(publication, digest, window, chosen);
  const sendsItself = request.mode === 'send' ? { sendsItself: true } : {};
  return publish({ ...draft, ...sendsItself }, publication, keyOf(request), deps);
}

/** @returns why no edition is made of it now; somebody who asks for one gets whatever there is */
function whyNot({ items, found }: Chosen, digest: Digest | undefined, now: Date): string | undefined {
  if (items.length === 0) return 'nothing new';
  if (!digest) return undefined;
  const { minItems = 1 } = digest;
  if (items.length < minItems) return `only ${items.length} of at least ${minItems} articles`;
  return digest.cadence === 'instant' && isStillComing(found, digest, now) ? STILL_COMING : undefined;
}

/** Articles that come in one after another make one mail: it waits for a quiet moment, but not for ever. */
function isStillComing(found: Article[], { quietMinutes = QUIET_MINUTES }: Digest, now: Date): boolean {
  const minutesAgo = found.map(({ ingestedAt }) => (now.getTime() - ingestedAt.getTime()) / MS_PER_MINUTE);
  return Math.min(...minutesAgo) < quietMinutes && Math.max(...minutesAgo) < LONGEST_WAIT_MINUTES;
}

async function choose(
  publication: Publication,
  digest: Digest | undefined,
  { from, until, used }: EditionWindow,
  takesBaseline: boolean,
  { articles }: CompositionDeps,
): Promise<Chosen> {
  const found = await articles.ingestedBetween(publication.id, { after: from, until, limit: MOST_ARTICLES_READ });
  const recipe = {
    topics: digest?.topics ?? [],
    maxItems: digest?.maxItems ?? MOST_ITEMS_WITHOUT_DIGEST,
    ...(digest?.order === 'weight' && { weights: digest.weights }),
    takesBaseline,
  };
  const chosen = chooseArticles(found, recipe, { used, now: until });
  const inIt = new Set(chosen.items.map(({ articleId }) => articleId));
  return { ...chosen, found: found.filter(({ id }) => inIt.has(id)) };
}

function draftOf(
  publication: Publication,
  digest: Digest | undefined,
  { from, until }: EditionWindow,
  { items, leftOut }: Chosen,
): Draft {
  return {
    publicationId: publication.id,
    ...(digest && { digestId: digest.id }),
    ...(digest?.layout && { layout: digest.layout }),
    ...suggestSubject(items, publication.language),
    intro: '',
    ...(digest?.order === 'sections' ? groupByTopic(items, publication) : { items }),
    ...(leftOut > 0 && { leftOut }),
    window: { from, until },
    status: 'draft',
    composedAt: until,
  };
}

/** Parts first, the record last: an edition that can be found can also be read. */
async function publish(
  draft: Draft,
  publication: Publication,
  request: string,
  deps: CompositionDeps,
): Promise<Edition> {
  let number = await deps.editions.claimNumber(publication.id, request);
  for (let tried = 0; tried < NUMBERS_TRIED; tried += 1) {
    const unsealed: Edition = { ...draft, id: editionId(publication.id, number), number, contentHash: '' };
    const kept = await deps.editions.create(await sealEdition(unsealed, publication, deps), request);
    if (kept) return kept;
    number = await deps.editions.moveClaim(publication.id, request, number);
  }
  throw new RundbriefError('unavailable', 'Too many editions are being composed at once');
}
