/** What editors decide about an article that is there: whether it is an event, and that it is not to go out. */
import { isDeepStrictEqual } from 'node:util';
import type { EventDetails } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Outbox } from '../platform/queue.ts';
import type { CorrectionMessage } from '../publications/index.ts';
import type { ArticleKeeper } from './articles/articles.ts';
import { askForFeeds } from './ask-for-feeds.ts';
import type { FeedsMessage } from './messages.ts';
import { withdraw } from './withdraw-article.ts';

export interface DecisionDeps {
  articles: Pick<ArticleKeeper, 'amend' | 'noteChange'>;
  feeds: Outbox<FeedsMessage>;
  corrections: Outbox<CorrectionMessage>;
  now: () => Date;
}

interface EventDecision {
  publicationId: string;
  articleId: string;
  isEvent: boolean;
  /** Otherwise the event that its text suggests. */
  event?: EventDetails;
}

/**
 * Confirms an event, as suggested or as the editor puts it right, or declines it. The decision outlives later revisions of
 * the article; what its publisher says of an event counts before it. Repeating it is harmless.
 *
 * @throws RundbriefError `not-found` when there is no such article, `invalid` when nothing was suggested and none is given
 */
export async function decideEvent(
  { publicationId, articleId, isEvent, event }: EventDecision,
  deps: DecisionDeps,
): Promise<void> {
  const decided = await deps.articles.amend(publicationId, articleId, (article) => {
    if (!isEvent) return { event: undefined, eventSuggestion: undefined, eventDecision: 'declined' };
    const confirmed = event ?? article.eventSuggestion ?? article.event;
    if (!confirmed) throw new RundbriefError('invalid', 'Nothing in the text suggests an event: say when it begins');
    // Calendars take a changed event only when it says that it was changed.
    const corrected = article.event && !isDeepStrictEqual(article.event, confirmed) ? { correctedAt: deps.now() } : {};
    return { event: confirmed, eventSuggestion: undefined, eventDecision: 'confirmed', ...corrected };
  });
  if (!decided) throw unknownArticle();
  await tell(publicationId, articleId, deps);
}

/**
 * Takes an article back by hand: it goes into no edition and no feed, even if its source still carries it.
 *
 * @throws RundbriefError `not-found` when there is no such article
 */
export async function withdrawArticle(
  { publicationId, articleId }: { publicationId: string; articleId: string },
  deps: DecisionDeps,
): Promise<void> {
  const isKnown = await deps.articles.amend(publicationId, articleId, () => undefined);
  if (!isKnown) throw unknownArticle();
  await withdraw({ publicationId, articleId, by: 'editor', now: deps.now() }, deps.articles);
  await tell(publicationId, articleId, deps);
}

const unknownArticle = () => new RundbriefError('not-found', 'There is no such article');

async function tell(publicationId: string, articleId: string, deps: DecisionDeps): Promise<void> {
  const { articles, feeds, corrections, now } = deps;
  await askForFeeds({ publicationId }, { articles, feeds, now: now() });
  await corrections.send({ publicationId, corrected: [articleId] });
}
