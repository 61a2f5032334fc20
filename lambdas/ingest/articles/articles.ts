import type { Article } from '../../domain/article.ts';

/** Where articles are kept: what other rooms may ask. */
export interface Articles {
  find(publicationId: string, articleId: string): Promise<Article | undefined>;
  /**
   * In the order of ingest, from just after `after` up to and including `until`: by their ids, hence by the watermark.
   * Without their HTML unless asked for it.
   */
  ingestedBetween(
    publicationId: string,
    window: { after?: Date; until: Date; limit: number; withHtml?: boolean },
  ): Promise<Article[]>;
  /**
   * Newest published first, with their HTML. What was taken back is left out, or alone there with `withdrawn`.
   *
   * @param wanted.known - articles that were read a moment ago, by id: they are not read again, and others are added
   */
  latest(
    publicationId: string,
    wanted: { limit: number; topic?: string; withdrawn?: boolean; known?: Map<string, Article> },
  ): Promise<Article[]>;
  /** In the order of ingest, from just after this article, with their HTML, and with what was taken back. */
  ingestedAfter(publicationId: string, page: { articleId?: string; limit: number }): Promise<Article[]>;
  /** Events that are not over and were not taken back, the next one first. */
  upcomingEvents(publicationId: string, now: Date): Promise<Article[]>;
  /** When {@link ArticleKeeper.noteChange} last said so; undefined when there never was a change. */
  changedAt(publicationId: string): Promise<Date | undefined>;
}

/** An article with what tells us whether its publisher has changed it. */
export interface KeptArticle extends Article {
  /** Of what the publisher said when we last stored it. */
  revision: string;
  /** A hash of what readers see of it: another revision with the same wording is no correction. */
  wording: string;
  /** What an editor decided of the event that its text suggests; it outlives later revisions. */
  eventDecision?: 'confirmed' | 'declined';
  /** Whoever took it back brings it back: an editor's decision stands against the feed. */
  withdrawnBy?: 'publisher' | 'editor';
}

/** What may be said of an article without its publisher's revision. A field given as `undefined` is taken away. */
export type Amendment = Partial<
  Pick<
    KeptArticle,
    | 'html'
    | 'teaser'
    | 'image'
    | 'authors'
    | 'event'
    | 'eventSuggestion'
    | 'eventDecision'
    | 'correctedAt'
    | 'withdrawnAt'
    | 'withdrawnBy'
  >
>;

/** Which articles a source's last document held, in its order. */
export interface SeenArticles {
  articleIds: string[];
}

/**
 * The half that only this room may use. All writes are conditional, so that two polls at once, or one message twice, end
 * in the same articles.
 */
export interface ArticleKeeper {
  /** Which articles these identity keys belong to; a key that nobody has claimed is absent. */
  owners(publicationId: string, keys: string[]): Promise<Map<string, string>>;
  /** Without their HTML. */
  findAll(publicationId: string, articleIds: string[]): Promise<Map<string, KeptArticle>>;
  /**
   * Makes a key an article's own, unless it is another's.
   *
   * @param insteadOf - the article that had it and was never stored
   * @returns the article that owns it now
   */
  claim(publicationId: string, key: string, articleId: string, insteadOf?: string): Promise<string>;
  /** @returns false when it was stored already */
  add(article: KeptArticle): Promise<boolean>;
  /** Stores a later revision in its place. */
  replace(article: KeptArticle): Promise<void>;
  /** Adds to its topics and touches nothing else. */
  addTopics(article: KeptArticle, topics: string[]): Promise<void>;
  /**
   * Changes single fields of the article as it is now, whatever was written since it was read.
   *
   * @param change - what to change, from the article with its HTML; `undefined` for nothing
   * @returns the article afterwards; undefined when there is none
   */
  amend(
    publicationId: string,
    articleId: string,
    change: (article: KeptArticle) => Amendment | undefined,
  ): Promise<KeptArticle | undefined>;
  lastSeen(publicationId: string, sourceId: string): Promise<SeenArticles | undefined>;
  recordSeen(publicationId: string, sourceId: string, seen: SeenArticles): Promise<void>;
  /** Notes that what the feeds show has changed: whoever builds them can tell later whether that change is in them. */
  noteChange(publicationId: string, at: Date): Promise<void>;
}
