import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** Writes a file so that a kill at any moment leaves the old content or the new, never half of it. */
export function writeFileWhole(file: string, content: string | Buffer, mode = 0o644): void {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', mode);
  try {
    writeSync(handle, content as string);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}
