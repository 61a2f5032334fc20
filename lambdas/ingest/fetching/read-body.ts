import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, constants as zlib } from 'node:zlib';
import { MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { FetchFailure } from './fetch-failure.ts';

export interface OpenedBody {
  body: Uint8Array;
  /** The compressed stream ended too early; the body is what it held. */
  isCut: boolean;
}

/**
 * The bytes of an answer, unpacked: at most 10 MB on the wire, and 10 MB of what comes out.
 *
 * @param encodings - the Content-Encoding header
 * @throws FetchFailure when it is too large or cannot be opened
 */
export async function readBody(chunks: AsyncIterable<Buffer>, encodings: string | undefined): Promise<OpenedBody> {
  return decompressed(await gathered(chunks), encodings);
}

async function gathered(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) throw tooLarge();
    read.push(chunk);
  }
  return Buffer.concat(read, length);
}

const open = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zlib: promisify(inflate),
  raw: promisify(inflateRaw),
};
// It counts what comes out, not what went in.
const limits = { maxOutputLength: MAX_DOCUMENT_BYTES };
const forgiving = { ...limits, finishFlush: zlib.Z_SYNC_FLUSH };
const forgivingBrotli = { ...limits, finishFlush: zlib.BROTLI_OPERATION_FLUSH };

async function decompressed(body: Buffer, encodings = ''): Promise<OpenedBody> {
  let opened = { body, isCut: false };
  const layers = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && name !== 'identity');
  if (layers.length > 3) throw unknownEncoding();
  for (const layer of layers.reverse()) {
    const { body: inner, isCut } = await openLayer(opened.body, layer);
    opened = { body: inner, isCut: isCut || opened.isCut };
  }
  return opened;
}

async function openLayer(bytes: Buffer, encoding: string): Promise<{ body: Buffer; isCut: boolean }> {
  const unpack = unpackerFor(encoding, bytes);
  try {
    return { body: await unpack(bytes, limits), isCut: false };
  } catch (error) {
    if (codeOf(error) !== 'Z_BUF_ERROR') throw failureToOpen(error);
  }
  try {
    return { body: await unpack(bytes, encoding === 'br' ? forgivingBrotli : forgiving), isCut: true };
  } catch (error) {
    throw failureToOpen(error);
  }
}

type Unpack = (bytes: Buffer, options: typeof limits) => Promise<Buffer>;

function unpackerFor(encoding: string, bytes: Buffer): Unpack {
  if (encoding === 'br') return open.br;
  // Some servers say gzip and send plain text.
  if (encoding === 'gzip' || encoding === 'x-gzip') return isGzip(bytes) ? open.gzip : async () => bytes;
  if (encoding === 'deflate') return isZlib(bytes) ? open.zlib : open.raw;
  throw unknownEncoding();
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
const failureToOpen = (cause: unknown) =>
  codeOf(cause) === 'ERR_BUFFER_TOO_LARGE'
    ? tooLarge()
    : new FetchFailure('The document is compressed and cannot be opened', { cause });
const unknownEncoding = () => new FetchFailure('The document is compressed in a way we do not know');
const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isZlib = (bytes: Buffer) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0;
const tooLarge = () => new FetchFailure('The document is larger than 10 MB');
