import type {
  CompositionRun,
  EditionCheck,
  EditionWish,
  EditMessage,
  EditRun,
  Preview,
  ReadyMessage,
} from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Publication, Source } from '../domain/publication.ts';
import type { FeedAddresses } from '../syndicate/index.ts';
import type { CampaignDeps } from './campaign-deps.ts';
import type { ListDeps } from './list-rooms.ts';
import type { PeopleDeps } from './people-deps.ts';
import type { ReviewDeps } from './review-rooms.ts';
import type { SourceDeps } from './source-deps.ts';
import type { TemplateDeps } from './template-rooms.ts';

/** What the API needs of the other rooms: their stores to read, and their acts with everything but the question bound. */
export interface ApiDeps extends CampaignDeps, SourceDeps, PeopleDeps, ListDeps, ReviewDeps, TemplateDeps {
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
  askForEdition(wish: EditionWish): Promise<{ requestId: string }>;
  editions: {
    find(editionId: string): Promise<Edition | undefined>;
    list(publicationId: string, options: { limit: number; before?: number }): Promise<Edition[]>;
    findRun(publicationId: string, requestId: string): Promise<CompositionRun | undefined>;
    /** Newest first. */
    listRuns(publicationId: string, options: { limit: number }): Promise<CompositionRun[]>;
    findCheck(editionId: string, contentHash: string): Promise<EditionCheck | undefined>;
    findEdit(editionId: string, requestId: string): Promise<EditRun | undefined>;
  };
  askForEdit(wish: Omit<EditMessage, 'requestId'>): Promise<{ requestId: string }>;
  /** The outcome carries the id. */
  askForCheck(wish: { editionId: string }): Promise<{ requestId: string }>;
  approveEdition(wish: { editionId: string; contentHash: string; by: string; sendAt?: Date }): Promise<void>;
  withdrawApproval(wish: { editionId: string; contentHash: string }): Promise<void>;
  /** With topics: as a reader of these would see it. */
  preview(edition: Edition, choice?: { topics: string[] }): Promise<Preview>;
  /** Hands the edition to its campaign, if its content still is what the asker saw. */
  askForSend(wish: ReadyMessage): Promise<void>;
}
