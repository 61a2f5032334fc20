/** What editors may do with an import, with everything but the question bound. */
import {
  beginImport,
  cancelImport,
  decideImport,
  endUpload,
  findImport,
  type Import,
  type ImportDecision,
  type ImportDeps,
  type ImportPreview,
  type ImportWish,
  importPreview,
  listImports,
  type ReportedLine,
  reportedLines,
  takeImportPart,
  type WhichImport,
} from '../audience/index.ts';

/** Each throws what the act of the same name in the audience throws. */
export interface ImportActs {
  begin(wish: ImportWish): Promise<Import>;
  takePart(part: WhichImport & { part: number; bytes: Uint8Array }): Promise<Import>;
  endUpload(which: WhichImport): Promise<Import>;
  decide(decision: ImportDecision): Promise<Import>;
  cancel(which: WhichImport): Promise<Import>;
  find(which: WhichImport): Promise<Import>;
  list(publicationId: string): Promise<Import[]>;
  preview(which: WhichImport): Promise<ImportPreview>;
  report(which: WhichImport & { part: number }): Promise<ReportedLine[]>;
}

export function importActs(deps: ImportDeps): ImportActs {
  return {
    begin: (wish) => beginImport(wish, deps),
    takePart: (part) => takeImportPart(part, deps),
    endUpload: (which) => endUpload(which, deps),
    decide: (decision) => decideImport(decision, deps),
    cancel: (which) => cancelImport(which, deps),
    find: (which) => findImport(which, deps),
    list: (publicationId) => listImports(publicationId, deps),
    preview: (which) => importPreview(which, deps),
    report: (which) => reportedLines(which, deps),
  };
}
