import { RundbriefError } from '../../domain/errors.ts';
import { findImport } from './find-import.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Import } from './imports.ts';
import type { WhichImport } from './which-import.ts';

/**
 * Ends an import that is not done and forgets its file. One that is running ends after its current page, and who was added
 * until then stays. Cancelling again is harmless.
 *
 * @throws RundbriefError `not-found`, `conflict` when it is done
 */
export async function cancelImport(which: WhichImport, deps: ImportDeps): Promise<Import> {
  const current = await findImport(which, deps);
  if (current.state === 'done') throw new RundbriefError('conflict', 'This import is done; there is nothing to cancel');
  const cancelled = (await deps.imports.cancel(which, deps.now())) ?? (await findImport(which, deps));
  await deps.work.send(which);
  return cancelled;
}
