/** Ingest: sources → articles. What other rooms may call. */
export type { ArticleKeeper, Articles, KeptArticle } from './articles.ts';
export { articlesInMemory } from './articles-in-memory.ts';
export { articlesTable } from './articles-table.ts';
export { type DocumentMessage, documentMessage, type FeedsMessage, feedsMessage } from './messages.ts';
export { parseDocument } from './parse-document.ts';
export type { ParsedDocument, ParsedItem } from './parsed-document.ts';
