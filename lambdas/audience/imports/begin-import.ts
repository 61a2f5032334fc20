import { randomBytes } from 'node:crypto';
import { RundbriefError } from '../../domain/errors.ts';
import type { ImportDeps } from './import-deps.ts';
import { type Import, MOST_BYTES, MS_PER_DAY, NO_COUNTERS } from './imports.ts';
import { problemInWords } from './problems.ts';

const FORGET_AFTER_DAYS = 30;
const MOST_NAME = 120;

export interface ImportWish {
  publicationId: string;
  fileName: string;
  /** Size of the file. */
  bytes: number;
  /** The subject of the editor's session, or `api`. */
  by: string;
}

/**
 * Opens an import for the parts of its file.
 *
 * @throws RundbriefError `not-found` for an unknown publication, `invalid` for a file that is empty or larger than 200 MB
 */
export async function beginImport(
  { publicationId, fileName, bytes, by }: ImportWish,
  { imports, publications, now }: ImportDeps,
): Promise<Import> {
  if (!(await publications.find(publicationId))) {
    throw new RundbriefError('not-found', `There is no publication "${publicationId}"`);
  }
  if (!(bytes > 0)) throw new RundbriefError('invalid', problemInWords({ kind: 'empty-file' }));
  if (bytes > MOST_BYTES) throw new RundbriefError('invalid', problemInWords({ kind: 'too-large' }));
  const beganAt = now();
  const begun: Import = {
    id: newImportId(beganAt),
    publicationId,
    state: 'uploading',
    fileName: shownName(fileName),
    bytes,
    parts: {},
    rows: { total: 0, done: 0 },
    pages: { total: 0, done: 0 },
    run: 0,
    counters: NO_COUNTERS,
    unknownTopics: [],
    reportParts: 0,
    by,
    beganAt,
  };
  await imports.begin(begun, new Date(beganAt.getTime() + FORGET_AFTER_DAYS * MS_PER_DAY));
  return begun;
}

/** In the order of their time; short, since every subscription it adds names it. */
function newImportId(at: Date): string {
  return `${at.getTime().toString(36)}-${randomBytes(3).toString('hex')}`;
}

/** The file's own name, without folders, control characters and what looks like somebody's address. */
function shownName(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? '';
  const shown = name.replace(/[^\s@]{0,64}@[^\s@]{0,64}/g, '…').replace(/\p{Cc}/gu, '');
  return shown.trim().slice(0, MOST_NAME) || '?';
}
