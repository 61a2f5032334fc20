import {
  type ArticleKeeper,
  type Articles,
  acceptArticles,
  askForExploration,
  type DocumentMessage,
  decideEvent,
  type ExplorationMessage,
  feedsOutbox,
  findExploration,
  tryRules,
  withdrawArticle,
} from '../ingest/index.ts';
import { objectsIn } from '../platform/objects.ts';
import { outbox } from '../platform/queue.ts';
import { secret } from '../platform/secret.ts';
import {
  type CorrectionMessage,
  changeSource,
  editorSource,
  importSources,
  newSource,
  renewKeys,
  type Sources,
} from '../publications/index.ts';
import type { SourceDeps } from './source-deps.ts';

export interface SourceSettings {
  explorationsQueueUrl: string;
  feedsQueueUrl: string;
  compositionsQueueUrl: string;
  documentsQueueUrl: string;
  intakeBucket: string;
  pushKeyArn: string;
  siteUrl: string;
}

/** Sources and what comes from them, as both doors look after them. */
export function sourceRoomsOf(
  {
    sources,
    articles,
  }: { sources: Sources; articles: Pick<Articles, 'latest'> & Pick<ArticleKeeper, 'amend' | 'noteChange'> },
  settings: SourceSettings,
): SourceDeps {
  const now = () => new Date();
  const intake = objectsIn(settings.intakeBucket);
  const explorations = outbox<ExplorationMessage>(settings.explorationsQueueUrl);
  const documents = outbox<DocumentMessage>(settings.documentsQueueUrl);
  const decisions = {
    articles,
    feeds: feedsOutbox(settings.feedsQueueUrl),
    corrections: outbox<CorrectionMessage>(settings.compositionsQueueUrl),
    now,
  };

  return {
    siteUrl: settings.siteUrl,
    now,
    sources,
    addSource: (wish) => sources.add(newSource(wish, now())),
    changeSource: (source, change) => changeSource(source, change, { sources, now }),
    removeSource: ({ publicationId, id }) => sources.remove(publicationId, id),
    importSources: (publication, opml) => importSources({ publication, opml }, { sources, now }),
    tryRules: (publication, source, rules) => tryRules({ publication, source, rules }, { articles }),
    askForExploration: (wish) => askForExploration(wish, { explorations }),
    findExploration: (publicationId, explorationId) => findExploration({ publicationId, explorationId }, { intake }),
    pushSecret: secret(settings.pushKeyArn),
    renewKeys: (source) => renewKeys(source, { sources }),
    editorSource: (publication) => editorSource(publication, { sources, now }),
    acceptArticles: (source, pushed) => acceptArticles({ source, articles: pushed }, { intake, documents }),
    decideEvent: (decision) => decideEvent(decision, decisions),
    withdrawArticle: (article) => withdrawArticle(article, decisions),
  };
}
