/** What taking in needs to know and to reach, whatever it takes in. */
import type { Publication, Source } from '../domain/publication.ts';
import type { Outbox } from '../platform/queue.ts';
import type { CorrectionMessage, PollMessage } from '../publications/index.ts';
import type { ArticleKeeper } from './articles/articles.ts';
import type { FeedsMessage, HubMessage } from './messages.ts';

export interface TakeInDocumentDeps {
  articles: ArticleKeeper;
  feeds: Outbox<FeedsMessage>;
  polls: Outbox<PollMessage>;
  hubs: Outbox<HubMessage>;
  corrections: Outbox<CorrectionMessage>;
  random: (count: number) => Uint8Array;
}

export interface Place {
  publication: Publication;
  source: Source;
  now: Date;
  /** How often the message was received: more than once, and an earlier attempt may have written something. */
  receives: number;
}
