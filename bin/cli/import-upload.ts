import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type SubscriberImportAnswer, subscriberImportAnswer } from '../../lambdas/console/answers-lists.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure } from './failures.ts';
import type { Output } from './output.ts';

/** Half of what the API takes: a slow line gets it through in time. */
const PART_BYTES = 2 * 1024 * 1024;

export interface Upload {
  publication: string;
  file: string;
  /** An import whose upload was broken off. */
  resumed?: SubscriberImportAnswer;
}

/**
 * Uploads a file in parts, those that are there already left out, and says that it is whole.
 *
 * @param onBegun - told which import it is as soon as there is one
 * @throws CliFailure when the file is not the one whose upload began
 */
export async function uploadFile(
  { publication, file, resumed }: Upload,
  { client, out, onBegun }: { client: ApiClient; out: Output; onBegun: (importId: string) => void },
): Promise<SubscriberImportAnswer> {
  const handle = await opened(file);
  try {
    const { size: bytes } = await handle.stat();
    if (resumed && resumed.bytes !== bytes) throw anotherFile(file);
    const imports = path`/publications/${publication}/imports`;
    const begun = resumed ?? (await client.post(imports, { fileName: basename(file), bytes }, subscriberImportAnswer));
    onBegun(begun.id);
    const one = path`/publications/${publication}/imports/${begun.id}`;
    const here = new Map(begun.parts.map(({ part, hash }) => [part, hash]));
    const progress = out.progress('Uploading', Math.ceil(bytes / PART_BYTES));
    try {
      for (let part = 1; (part - 1) * PART_BYTES < bytes; part += 1) {
        const some = await partOf(handle, part);
        const hash = here.get(part);
        if (hash !== undefined && !sha256(some).startsWith(hash)) throw anotherFile(file);
        if (hash === undefined) await client.put(`${one}/parts/${part}`, some, subscriberImportAnswer);
        progress.update(part);
      }
    } finally {
      progress.stop();
    }
    return await client.post(`${one}/upload-ended`, undefined, subscriberImportAnswer);
  } finally {
    await handle.close();
  }
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    throw new CliFailure(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}

async function partOf(handle: FileHandle, part: number): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(PART_BYTES), 0, PART_BYTES, (part - 1) * PART_BYTES);
  return buffer.subarray(0, bytesRead);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const anotherFile = (file: string) => new CliFailure(`${file} is not the file whose upload was begun`);
