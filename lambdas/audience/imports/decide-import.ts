import { RundbriefError } from '../../domain/errors.ts';
import { findImport } from './find-import.ts';
import type { ImportDeps } from './import-deps.ts';
import { type Import, type ImportMapping, LEAST_PROVENANCE, MOST_PROVENANCE } from './imports.ts';
import { refuseMapping } from './mapping.ts';
import type { WhichImport } from './which-import.ts';

export interface ImportDecision extends WhichImport {
  /** One entry for each column of the file. */
  mapping: ImportMapping;
  /** Where these people have said yes, in the editor's words. */
  provenance: string;
  /** Tells what would happen, and writes nothing about people. */
  dryRun: boolean;
  by: string;
}

/**
 * Starts the run. After a dry run it can be decided again. The same decision on a running import wakes one whose worker
 * was lost.
 *
 * @throws RundbriefError `not-found`, `invalid` for a mapping that does not fit or a provenance without words, `conflict`
 *   when the import is not ready
 */
export async function decideImport(
  { mapping, provenance, dryRun, by, ...which }: ImportDecision,
  deps: ImportDeps,
): Promise<Import> {
  const statement = provenance.trim().replace(/\s+/g, ' ');
  if (statement.length < LEAST_PROVENANCE || !/\p{L}{2}/u.test(statement)) {
    throw new RundbriefError(
      'invalid',
      `Say where these people have said yes, in at least ${LEAST_PROVENANCE} characters: it is the proof that they asked for mail`,
    );
  }
  if (statement.length > MOST_PROVENANCE) {
    throw new RundbriefError('invalid', `Where these people have said yes must fit into ${MOST_PROVENANCE} characters`);
  }
  const current = await findImport(which, deps);
  refuseMapping(mapping, current);
  const decision = { decided: mapping, provenance: statement, dryRun, by, decidedAt: deps.now() };
  const running = (await deps.imports.decide(which, decision)) ?? (await findImport(which, deps));
  if (!isRunningSo(running, decision)) {
    throw new RundbriefError('conflict', `This import is ${running.state} and cannot be started`);
  }
  await deps.work.send(which);
  return running;
}

function isRunningSo(
  { state, decided, provenance, dryRun }: Import,
  wanted: { decided: ImportMapping; provenance: string; dryRun: boolean },
): boolean {
  return (
    state === 'running' &&
    JSON.stringify(decided) === JSON.stringify(wanted.decided) &&
    provenance === wanted.provenance &&
    dryRun === wanted.dryRun
  );
}
