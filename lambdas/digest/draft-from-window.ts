/** What an edition holds that nobody picked: what came in since the last one of its digest. */
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Publication } from '../domain/publication.ts';
import { type CompositionMessage, nextRun } from '../publications/index.ts';
import { chooseArticles } from './choose-articles.ts';
import { type EditionWindow, editionWindow, seenAtItsEnd } from './edition-window.ts';
import type { CompositionRun, Editions } from './editions.ts';
import { groupByTopic } from './group-items.ts';
import { suggestSubject } from './suggest-subject.ts';

export interface WindowDeps {
  articles: {
    ingestedBetween(publicationId: string, window: { after?: Date; until: Date; limit: number }): Promise<Article[]>;
  };
  editions: Pick<Editions, 'list'>;
  now: () => Date;
}

/** An edition before it has a number and a look. */
export type Draft = Omit<Edition, 'id' | 'number' | 'contentHash'>;

/** `isRoutine`: an instant digest looks every few minutes, and finding nothing is no news. */
export type Skipped = Extract<CompositionRun['outcome'], { kind: 'skipped' }> & { isRoutine: boolean };

/** What an edition would hold. */
interface Chosen extends ReturnType<typeof chooseArticles> {
  /** The articles it is made of. */
  found: Article[];
}

const READ_AT_ONCE = 5_000;
/** For an edition an editor asks for without a digest. */
const MOST_ITEMS_WITHOUT_DIGEST = 20;
/** Where an instant digest does not say how long nothing must have come. */
const QUIET_MINUTES = 10;
const LONGEST_WAIT_MINUTES = 60;
const MS_PER_MINUTE = 60_000;
const STILL_COMING = 'more is still coming in';

/** @returns a draft, or why there is none, with the time at which its digest looks again */
export async function draftFromWindow(
  { publication, digest, by }: { publication: Publication; digest?: Digest; by: CompositionMessage['by'] },
  deps: WindowDeps,
): Promise<Draft | Skipped> {
  const window = await editionWindow({ publicationId: publication.id, digest, until: deps.now() }, deps.editions);
  // Someone who asks for a first edition by hand wants one; a schedule never mails an archive.
  const chosen = await choose(publication, digest, window, by === 'editor' && window.isFirst, deps);
  const waits = by === 'schedule' ? digest : undefined;
  const reason = whyNot(chosen, waits, window.until);
  if (!reason) return draftOf(publication, digest, window, chosen);
  const skipped = skippedUntilNext(reason, { digest, timeZone: publication.timeZone, now: window.until });
  return { ...skipped, isRoutine: skipped.isRoutine && by === 'schedule' };
}

/** @returns with the time at which the digest looks again */
export function skippedUntilNext(
  reason: string,
  { digest, timeZone, now }: { digest?: Digest; timeZone: string; now: Date },
): Skipped {
  const nextAt = digest && nextRun(digest, timeZone, now);
  return { kind: 'skipped', reason, ...(nextAt && { nextAt }), isRoutine: digest?.cadence === 'instant' };
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
  { articles }: WindowDeps,
): Promise<Chosen> {
  const found = await articlesBetween(publication.id, { from, until }, articles);
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

/** However many there are: what is read first are the oldest, and what is not read would be lost. */
async function articlesBetween(
  publicationId: string,
  { from, until }: Pick<EditionWindow, 'from' | 'until'>,
  articles: WindowDeps['articles'],
): Promise<Article[]> {
  const found = new Map<string, Article>();
  for (let after = from; ; ) {
    const before = found.size;
    const page = await articles.ingestedBetween(publicationId, { after, until, limit: READ_AT_ONCE });
    for (const article of page) found.set(article.id, article);
    const last = page.at(-1);
    if (!last || page.length < READ_AT_ONCE || found.size === before) return [...found.values()];
    // Others may have come in at the same moment as the last one.
    after = new Date(last.ingestedAt.getTime() - 1);
  }
}

function draftOf(
  publication: Publication,
  digest: Digest | undefined,
  { from, until }: EditionWindow,
  { items, leftOut, candidates }: Chosen,
): Draft {
  const seen = seenAtItsEnd(candidates, until);
  return {
    publicationId: publication.id,
    ...(digest && { digestId: digest.id }),
    ...(digest?.layout && { layout: digest.layout }),
    ...suggestSubject(items, publication.language),
    intro: '',
    ...(digest?.order === 'sections' ? groupByTopic(items, publication) : { items }),
    ...(leftOut > 0 && { leftOut }),
    window: { from, until },
    ...(seen.length > 0 && { seen }),
    status: 'draft',
    composedAt: until,
  };
}
