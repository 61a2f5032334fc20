import { RundbriefError } from '../../domain/errors.ts';
import { contentHash } from '../../platform/objects.ts';
import { findImport } from './find-import.ts';
import { partKey } from './handover-keys.ts';
import type { ImportDeps } from './import-deps.ts';
import { type Import, MOST_BYTES, MOST_PARTS, PART_BYTES } from './imports.ts';
import { problemInWords } from './problems.ts';
import type { WhichImport } from './which-import.ts';

const HASH_LENGTH = 16;

/**
 * Keeps a part of the file, cut anywhere. The same part again takes the place of the first.
 *
 * @param part - from 1
 * @throws RundbriefError `not-found`, `conflict` when the upload has ended, `invalid` for a part of more than 4 MB or when
 *   the parts come to more than 200 MB: the import then fails for good
 */
export async function takeImportPart(
  { part, bytes, ...which }: WhichImport & { part: number; bytes: Uint8Array },
  deps: ImportDeps,
): Promise<Import> {
  const current = await findImport(which, deps);
  if (!Number.isInteger(part) || part < 1 || part > MOST_PARTS) {
    throw new RundbriefError('invalid', `Parts are counted from 1 to ${MOST_PARTS}`);
  }
  if (bytes.length === 0) throw new RundbriefError('invalid', 'The part is empty');
  if (bytes.length > PART_BYTES) throw new RundbriefError('invalid', 'A part must not be larger than 4 MB');
  if (current.state !== 'uploading') throw uploadEnded();
  const { [part]: before, ...others } = current.parts;
  if (bytesIn(others) + bytes.length > MOST_BYTES) {
    await deps.imports.fail(which, { kind: 'too-large' }, deps.now());
    await deps.work.send(which);
    throw new RundbriefError('invalid', problemInWords({ kind: 'too-large' }));
  }
  await deps.handover.put(partKey(which, part), bytes, { contentType: 'application/octet-stream' });
  const hash = contentHash(bytes).slice(0, HASH_LENGTH);
  const noted = await deps.imports.notePart(which, part, { bytes: bytes.length, hash });
  if (!noted) throw uploadEnded();
  return noted;
}

export const bytesIn = (parts: Import['parts']): number =>
  Object.values(parts).reduce((sum, { bytes }) => sum + bytes, 0);

const uploadEnded = () => new RundbriefError('conflict', 'The upload of this import has ended');
