import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import { previewKey } from './handover-keys.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Import, ImportPreview } from './imports.ts';
import type { WhichImport } from './which-import.ts';

const MOST_LISTED = 100;
const preview = z.array(z.object({ line: z.number(), cells: z.array(z.string()) }));

/** @throws RundbriefError `not-found` */
export async function findImport(which: WhichImport, { imports }: Pick<ImportDeps, 'imports'>): Promise<Import> {
  const found = await imports.find(which);
  if (!found) throw new RundbriefError('not-found', 'There is no such import');
  return found;
}

/** Newest first, at most 100. */
export function listImports(publicationId: string, { imports }: Pick<ImportDeps, 'imports'>): Promise<Import[]> {
  return imports.list(publicationId, MOST_LISTED);
}

/** The first lines of the file, for people to see what is in which column; none before it is read and after it is gone. */
export async function importPreview(
  which: WhichImport,
  { handover }: Pick<ImportDeps, 'handover'>,
): Promise<ImportPreview> {
  const stored = await handover.get(previewKey(which));
  return stored ? preview.parse(JSON.parse(Buffer.from(stored.body).toString())) : [];
}
