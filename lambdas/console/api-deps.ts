import type { CampaignReport } from '../delivery/index.ts';
import type { CompositionRun } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Cadence, Digest, Language, Publication, Source } from '../domain/publication.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { FeedAddresses } from '../syndicate/index.ts';
import type { SourceDeps } from './source-deps.ts';

/** What the API needs of the other rooms: their stores to read, and their acts with everything but the question bound. */
export interface ApiDeps extends SourceDeps {
  token(): Promise<string>;
  publications: {
    find(publicationId: string): Promise<Publication | undefined>;
    list(): Promise<Publication[]>;
  };
  /** @throws RundbriefError `invalid`, with `problems` that name lines */
  applyPublication(yaml: string): Promise<{ publication: Publication; created: boolean }>;
  askForPoll(source: Source): Promise<{ pollId: string }>;
  articles: {
    find(publicationId: string, articleId: string): Promise<Article | undefined>;
    latest(publicationId: string, options: { limit: number; withdrawn?: boolean }): Promise<Article[]>;
  };
  askForFeeds(publicationId: string): Promise<void>;
  /** Public addresses of a publication's feeds. */
  feedAddresses(publicationId: string): FeedAddresses;
  digests: { find(publicationId: string, digestId: string): Promise<Digest | undefined> };
  askForEdition(wish: { publicationId: string; digestId?: string }): Promise<{ requestId: string }>;
  editions: {
    find(editionId: string): Promise<Edition | undefined>;
    list(publicationId: string, options: { limit: number }): Promise<Edition[]>;
    findRun(publicationId: string, requestId: string): Promise<CompositionRun | undefined>;
  };
  preview(edition: Edition): Promise<{ html: string; text: string }>;
  /** Hands the edition to its campaign, if its content still is what the asker saw. */
  askForSend(wish: { editionId: string; contentHash: string }): Promise<void>;
  report(editionId: string): Promise<CampaignReport>;
  addSubscriber(wish: SubscriberWish): Promise<Subscription>;
  listSubscribers(
    publicationId: string,
    page: { limit: number; after?: string },
  ): Promise<{ subscriptions: Subscription[]; next?: string }>;
}

export interface SubscriberWish {
  publicationId: string;
  address: string;
  topics?: string[];
  language?: Language;
  cadence?: Cadence;
  /** What the editor says proves that this person asked for mail. */
  proof: string;
}
