import type { CompositionRun, ReadyMessage } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Publication, Source } from '../domain/publication.ts';
import type { FeedAddresses } from '../syndicate/index.ts';
import type { CampaignDeps } from './campaign-deps.ts';
import type { ListDeps } from './list-rooms.ts';
import type { PeopleDeps } from './people-deps.ts';
import type { SignInDeps } from './sign-in.ts';
import type { SourceDeps } from './source-deps.ts';

/** What the console needs of the other rooms: their stores to read, and their acts with everything but the question bound. */
export interface ConsoleDeps extends CampaignDeps, SignInDeps, SourceDeps, PeopleDeps, ListDeps {
  publications: {
    find(publicationId: string): Promise<Publication | undefined>;
    list(): Promise<Publication[]>;
  };
  digests: {
    find(publicationId: string, digestId: string): Promise<Digest | undefined>;
    list(publicationId: string): Promise<Digest[]>;
  };
  articles: {
    find(publicationId: string, articleId: string): Promise<Article | undefined>;
    latest(publicationId: string, options: { limit: number; withdrawn?: boolean }): Promise<Article[]>;
  };
  editions: {
    find(editionId: string): Promise<Edition | undefined>;
    list(publicationId: string, options: { limit: number }): Promise<Edition[]>;
    listRuns(publicationId: string, options: { limit: number }): Promise<CompositionRun[]>;
    findRun(publicationId: string, requestId: string): Promise<CompositionRun | undefined>;
  };
  feedAddresses(publicationId: string): FeedAddresses;
  /** Articles that the feeds go without, and why. */
  leftOutOf(publicationId: string): Promise<{ articleId: string; reason: string }[]>;
  preview(edition: Edition): Promise<{ html: string; text: string }>;
  askForPoll(source: Source): Promise<{ pollId: string }>;
  askForEdition(wish: { publicationId: string; digestId?: string }): Promise<{ requestId: string }>;
  askForSend(wish: ReadyMessage): Promise<void>;
}
