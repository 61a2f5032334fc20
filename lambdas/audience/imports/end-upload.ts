import { RundbriefError } from '../../domain/errors.ts';
import { findImport } from './find-import.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Import } from './imports.ts';
import { bytesIn } from './take-import-part.ts';
import type { WhichImport } from './which-import.ts';

/**
 * The file is here: the worker begins to read it. Saying it again is harmless.
 *
 * @throws RundbriefError `not-found`, `conflict` when a part is missing or the whole has another size than was announced
 */
export async function endUpload(which: WhichImport, deps: ImportDeps): Promise<Import> {
  const current = await findImport(which, deps);
  if (current.state === 'uploading') refuseGaps(current);
  const reading = (await deps.imports.endUpload(which)) ?? (await findImport(which, deps));
  if (reading.state === 'uploading')
    throw new RundbriefError('conflict', 'This import was changed meanwhile; look again');
  if (reading.state === 'reading') await deps.work.send(which);
  return reading;
}

function refuseGaps({ parts, bytes }: Import): void {
  const last = Math.max(0, ...Object.keys(parts).map(Number));
  const missing = Array.from({ length: last }, (_, index) => index + 1).find((part) => !parts[part]);
  if (missing !== undefined) throw new RundbriefError('conflict', `Part ${missing} of the file is missing`);
  const here = bytesIn(parts);
  if (here !== bytes) throw new RundbriefError('conflict', `Of ${bytes} bytes of the file ${here} are here`);
}
