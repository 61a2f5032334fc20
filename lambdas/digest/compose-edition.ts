/**
 * Composing: from the articles of a window to a rendered, numbered edition.
 *
 * Whatever happens, the request leaves a run record, so that an editor can see why nothing came. Articles are not used up
 * here, only when an edition is frozen; a failed or forgotten composition takes nothing from the next one.
 */
import type { Edition } from '../domain/edition.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import { log } from '../platform/log.ts';
import type { CompositionMessage, Digests, Publications } from '../publications/index.ts';
import { isBlocking } from './checks/finding.ts';
import { findingInWords } from './checks/finding-words.ts';
import { type DraftingDeps, draftByHand, duplicateOf } from './draft-by-hand.ts';
import { type Draft, draftFromWindow, type Skipped, type WindowDeps } from './draft-from-window.ts';
import type { CompositionRun, Editions } from './editions.ts';
import { type PublishDeps, publishDraft } from './publish-draft.ts';

export interface CompositionDeps extends PublishDeps {
  publications: Pick<Publications, 'find'>;
  digests: Pick<Digests, 'find'>;
  articles: WindowDeps['articles'] & DraftingDeps['articles'];
  editions: Editions;
  now: () => Date;
}

type Outcome = CompositionRun['outcome'];

/** What held it has been mended since. */
const HELD = { de: 'Sie wartet auf die Redaktion.', en: 'It waits for an editor.' };

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
  const { id: editionId, contentHash, number, items } = edition;
  const done = { kind: 'composed' as const, editionId, number, articles: items.length };
  if (request.mode !== 'send') return done;
  if (!edition.sendsItself) return { ...done, heldBecause: await whyHeld(edition, deps) };
  await deps.ready.send({ editionId, contentHash });
  return done;
}

/** In the language of its publication, as its editors are told. */
async function whyHeld(
  { id, publicationId, contentHash }: Edition,
  { editions, publications }: CompositionDeps,
): Promise<string> {
  const language = (await publications.find(publicationId))?.language ?? 'en';
  const { findings = [] } = (await editions.findCheck(id, contentHash)) ?? {};
  const blocking = findings.filter(isBlocking).map((finding) => findingInWords(finding, language));
  return blocking.length > 0 ? blocking.join(' ') : HELD[language];
}

/** A schedule's request is known by what was due, so that two ticks for the same time are one request. */
const keyOf = ({ requestId, digestId, dueAt }: CompositionMessage) =>
  dueAt === undefined ? requestId : `${digestId ?? ''}@${dueAt}`;

async function composeNew(request: CompositionMessage, deps: CompositionDeps): Promise<Edition | Skipped> {
  const { publicationId, digestId } = request;
  const publication = await deps.publications.find(publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication "${publicationId}"`);
  const digest = digestId === undefined ? undefined : await deps.digests.find(publicationId, digestId);
  if (digestId !== undefined && !digest) {
    throw new RundbriefError('not-found', `The publication "${publicationId}" has no digest "${digestId}"`);
  }
  const draft = await draftOf(request, publication, digest, deps);
  if ('kind' in draft) return draft;
  const sendsItself = request.mode === 'send' ? { sendsItself: true } : {};
  const dueAt = request.dueAt === undefined ? {} : { dueAt: new Date(request.dueAt) };
  return publishDraft({ ...draft, ...sendsItself, ...dueAt }, { publication, digest }, keyOf(request), deps);
}

function draftOf(
  { articles, duplicateOf: editionId, by }: CompositionMessage,
  publication: Publication,
  digest: Digest | undefined,
  deps: CompositionDeps,
): Promise<Draft | Skipped> {
  if (articles) return draftByHand(articles, { publication, digest }, deps);
  if (editionId !== undefined) return duplicateOf(editionId, publication, deps);
  return draftFromWindow({ publication, digest, by }, deps);
}
