/** Ingest: sources → articles. What other rooms may call. */
export { type RuledItem, type RuledResult, rulerOf } from './articles/apply-rules.ts';
export type { ArticleKeeper, Articles, KeptArticle } from './articles/articles.ts';
export { articlesInMemory } from './articles/articles-in-memory.ts';
export { articlesTable } from './articles/articles-table.ts';
export { type DecisionDeps, decideEvent, withdrawArticle } from './decide-on-article.ts';
export { parseDocument } from './feeds/parse-document.ts';
export type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
export { type DocumentMessage, documentMessage, type FeedsMessage, feedsMessage, type HubMessage } from './messages.ts';
