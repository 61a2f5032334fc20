import type { Publication } from '../../domain/publication.ts';
import { log } from '../../platform/log.ts';
import type { Outbox } from '../../platform/queue.ts';
import { inParallel } from '../in-parallel.ts';
import { partKey, previewKey, rowsKey, seenKey } from './handover-keys.ts';
import type { Import } from './imports.ts';
import { readFile } from './read-file.ts';
import { type RunDeps, runImport } from './run-import.ts';
import type { ImportMessage } from './which-import.ts';

export interface WorkDeps extends RunDeps {
  publications: RunDeps['publications'] & { find(id: string): Promise<Publication | undefined> };
  work: Outbox<ImportMessage>;
}

const DELETED_AT_ONCE = 16;

/**
 * Does what an import is waiting for, which its state tells: reads the file, works on its pages, or forgets what is not
 * needed any more. A message that comes twice, late or to two workers at once does no harm.
 */
export async function workOnImport(which: ImportMessage, deps: WorkDeps): Promise<void> {
  const current = await deps.imports.find(which);
  if (!current) return;
  const publication = await deps.publications.find(which.publicationId);
  if (!publication) await deps.imports.fail(which, { kind: 'publication-gone' }, deps.now());
  else if (current.state === 'reading') await read(current, publication, deps);
  else if (current.state === 'running' && !(await runImport(current, publication, deps))) return;
  const after = await deps.imports.find(which);
  if (after?.state === 'running') await deps.work.send(which);
  else if (after) await tidy(which, after, deps);
}

async function read(current: Import, publication: Publication, deps: WorkDeps): Promise<void> {
  const which = { publicationId: current.publicationId, importId: current.id };
  const { read: found, problem, pages } = await readFile({ ...which, parts: current.parts }, { ...deps, publication });
  const isReady = found && (await deps.imports.ready(which, { ...found, readyAt: deps.now() }));
  if (problem) await deps.imports.fail(which, problem, deps.now());
  log.info('Read the file of an import', { ...which, rows: found?.rows ?? 0, problem: problem?.kind });
  if (isReady) return;
  const { state } = (await deps.imports.find(which)) ?? {};
  // Cancelled meanwhile, or a problem: nobody will ever need the rows. A faster worker has written the same ones.
  if (state === 'failed' || state === 'cancelled')
    await forgetAll(
      numbered(pages).map((page) => rowsKey(which, page)),
      deps,
    );
}

/** Forgets the file as soon as nobody needs it: it is a list of people. The report says nothing about anybody and stays. */
async function tidy(which: ImportMessage, { state, parts, pages, run, dryRun }: Import, deps: WorkDeps): Promise<void> {
  if (state === 'uploading' || state === 'reading') return;
  const keys = Object.keys(parts).map((part) => partKey(which, Number(part)));
  if (state !== 'ready') keys.push(...numbered(pages.total).map((page) => rowsKey(which, page)));
  if (state === 'done' || state === 'cancelled') keys.push(previewKey(which));
  if (dryRun) keys.push(...numbered(pages.done).map((page) => seenKey({ ...which, run }, page)));
  await forgetAll(keys, deps);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);

function forgetAll(keys: string[], { handover }: WorkDeps): Promise<void> {
  return inParallel(keys, DELETED_AT_ONCE, (key) => handover.delete(key));
}
