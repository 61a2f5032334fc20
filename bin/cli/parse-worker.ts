/** The worker of {@link file://./parsing.ts}: reads and parses one document a message. */
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { gunzip } from 'node:zlib';
import { parseDocument } from '../../lambdas/ingest/index.ts';
import type { FileToParse } from './parse-list.ts';
import type { ParsedItem, WorkerAnswer } from './parsing.ts';

type Parsed = Awaited<ReturnType<typeof parseDocument>>['items'][number];

/** As much as the fetcher takes. */
const MAX_BYTES = 10_000_000;
/** The base of a document that nobody knows the address of: nothing relative resolves against it. */
const NOWHERE = 'about:blank';
const unzip = promisify(gunzip);

parentPort?.on('message', async (file: FileToParse) => parentPort?.postMessage(await answer(file)));

async function answer({ path, contentType, url }: FileToParse): Promise<WorkerAnswer> {
  let stored: Uint8Array;
  try {
    if ((await stat(path)).size > MAX_BYTES) return failed('It is larger than 10 MB', { isReadable: true });
    stored = await readFile(path);
  } catch (error) {
    return failed(whyUnreadable(error), { isReadable: false });
  }
  const startedAt = performance.now();
  const elapsed = () => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    const bytes = await unpacked(stored);
    const { items } = await parseDocument(bytes, { contentType, url: url ?? NOWHERE });
    return { ok: true, error: null, items: items.map(asPrinted), ms: elapsed(), isReadable: true };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), { isReadable: true, ms: elapsed() });
  }
}

function asPrinted({ title, url, publishedAt, guid, teaser }: Parsed): ParsedItem {
  return {
    title: title || null,
    url: url ?? null,
    publishedAt: publishedAt?.toISOString() ?? null,
    guid: guid ?? null,
    summary: teaser || null,
  };
}

function failed(error: string, { isReadable, ms = 0 }: { isReadable: boolean; ms?: number }): WorkerAnswer {
  return { ok: false, error, items: [], ms, isReadable };
}

function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'There is no such file';
  if (code === 'EISDIR') return 'It is a folder';
  if (code === 'EACCES') return 'It may not be read';
  return message;
}

/** Archives keep documents as the server sent them, often compressed. */
async function unpacked(stored: Uint8Array): Promise<Uint8Array> {
  const isGzip = stored[0] === 0x1f && stored[1] === 0x8b;
  if (!isGzip) return stored;
  try {
    return await unzip(stored, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(isTooLarge ? 'It is larger than 10 MB when decompressed' : 'Its gzip encoding is damaged', {
      cause: error,
    });
  }
}
