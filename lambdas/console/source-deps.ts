import type { EventDetails } from '../domain/article.ts';
import type { Publication, Source, SourceRules } from '../domain/publication.ts';
import type { Exploration, ExplorationWish, PushedArticle, TriedArticle } from '../ingest/index.ts';
import type { OutlineResult, SourceChange, SourceWish } from '../publications/index.ts';

/** What both doors need to look after sources and what comes from them, with everything but the question bound. */
export interface SourceDeps {
  /** The site's own address, without a slash at the end. */
  siteUrl: string;
  now(): Date;
  sources: {
    find(publicationId: string, sourceId: string): Promise<Source | undefined>;
    list(publicationId: string): Promise<Source[]>;
  };
  /** The same address again gives the source that is there. @throws RundbriefError `invalid` when it is no address */
  addSource(wish: SourceWish): Promise<Source>;
  /** @throws RundbriefError `invalid`, `conflict` when another source has the address */
  changeSource(source: Source, change: SourceChange): Promise<Source>;
  /** Its articles stay. */
  removeSource(source: Source): Promise<void>;
  /** @throws RundbriefError `invalid` when it is no OPML */
  importSources(publication: Publication, opml: Uint8Array): Promise<OutlineResult[]>;
  /** @param rules - otherwise those that the source has */
  tryRules(publication: Publication, source: Source, rules?: SourceRules): Promise<TriedArticle[]>;
  askForExploration(wish: ExplorationWish): Promise<{ explorationId: string }>;
  /** @returns undefined while it is under way */
  findExploration(publicationId: string, explorationId: string): Promise<Exploration | undefined>;
  /** The secret that all keys of push sources are made from: `pushKeys`. */
  pushSecret(): Promise<string>;
  /** Keys that were given out before are void. */
  renewKeys(source: Source): Promise<Source>;
  /** Where editors' own articles are; made when first asked for. */
  editorSource(publication: Publication): Promise<Source>;
  /** @throws RundbriefError `conflict` when the source is held or stopped */
  acceptArticles(source: Source, articles: PushedArticle[]): Promise<{ pollId: string; accepted: number }>;
  /** @throws RundbriefError `not-found`; `invalid` when no event is given and none was suggested */
  decideEvent(decision: EventDecision): Promise<void>;
  /** The article goes into no edition and no feed any more. @throws RundbriefError `not-found` */
  withdrawArticle(article: { publicationId: string; articleId: string }): Promise<void>;
}

/** What an editor says of an event that an article's text suggests. */
export interface EventDecision {
  publicationId: string;
  articleId: string;
  isEvent: boolean;
  /** Otherwise as it was suggested. */
  event?: EventDetails;
}
