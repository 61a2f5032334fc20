/** Ingest: sources → articles. What other rooms may call. */
export { acceptArticles } from './accept-articles.ts';
export { type RuledItem, type RuledResult, rulerOf } from './articles/apply-rules.ts';
export type { ArticleKeeper, Articles, KeptArticle } from './articles/articles.ts';
export { articlesInMemory } from './articles/articles-in-memory.ts';
export { articlesTable } from './articles/articles-table.ts';
export { askForExploration, type ExplorationWish, findExploration } from './ask-for-exploration.ts';
export { askForFeeds, feedsOutbox } from './ask-for-feeds.ts';
export { type DecisionDeps, decideEvent, withdrawArticle } from './decide-on-article.ts';
export { parseDocument } from './feeds/parse-document.ts';
export { allowedPrivateNetworks } from './fetching/guarded-network.ts';
export { type AddressLook, type LookAtAddress, type LookFailure, lookAtAddress } from './fetching/look-at-address.ts';
export type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
export {
  type DocumentMessage,
  documentMessage,
  type Exploration,
  type ExplorationMessage,
  type FeedsMessage,
  feedsMessage,
  type HubMessage,
} from './messages.ts';
export { isPushKeyOf, type PushKeys, pushKeys, readPushKey } from './push-keys.ts';
export { articlesToPush, type PushedArticle } from './pushes/pushed-articles.ts';
export { isSignedWith } from './pushes/signed-webhook.ts';
export { type TriedArticle, tryRules } from './try-rules.ts';
