/** Ingest: sources → articles. What other rooms may call. */
export { parseDocument } from './parse-document.ts';
export type { ParsedDocument, ParsedItem } from './parsed-document.ts';
