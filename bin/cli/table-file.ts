import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { ApiClient } from './api-client.ts';
import { CliFailure } from './failures.ts';
import type { Output } from './output.ts';

interface Parts {
  /** How many there are. */
  count: number;
  /** The API's address of one, from 1. */
  path(part: number): string;
  /** A file instead of stdout. */
  to?: string;
}

/** Writes a table part after part as they come: a long list is never in memory as a whole. */
export async function writeParts({ count, path, to }: Parts, client: ApiClient, out: Output): Promise<void> {
  const target = to === undefined ? process.stdout : await openFile(to);
  const progress = out.progress('Exporting', count);
  try {
    for (let part = 1; part <= count; part += 1) {
      await write(target, await client.bytes(path(part)));
      progress.update(part);
    }
  } finally {
    progress.stop();
    if (to !== undefined) await new Promise((ended) => target.end(() => ended(undefined)));
  }
}

/** Only its owner may read it: it is a list of people. */
async function openFile(file: string): Promise<Writable> {
  const stream = createWriteStream(file, { mode: 0o600 });
  try {
    await once(stream, 'open');
    return stream;
  } catch (error) {
    throw new CliFailure(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

async function write(target: Writable, bytes: Uint8Array): Promise<void> {
  if (!target.write(bytes)) await once(target, 'drain');
}
