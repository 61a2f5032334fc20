import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, constants as zlib } from 'node:zlib';
import { MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { FetchFailure } from './fetch-failure.ts';

/**
 * The bytes of an answer, unpacked: at most 10 MB on the wire, and 10 MB of what comes out.
 *
 * @param encodings - the Content-Encoding header
 * @throws FetchFailure when it is too large or cannot be opened
 */
export async function readBody(chunks: AsyncIterable<Buffer>, encodings: string | undefined): Promise<Uint8Array> {
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
// A stream that was cut gives what it holds; the limit counts what comes out, not what went in.
const limits = { maxOutputLength: MAX_DOCUMENT_BYTES, finishFlush: zlib.Z_SYNC_FLUSH };
const brotliLimits = { maxOutputLength: MAX_DOCUMENT_BYTES, finishFlush: zlib.BROTLI_OPERATION_FLUSH };

async function decompressed(body: Buffer, encodings = ''): Promise<Uint8Array> {
  let bytes = body;
  const layers = encodings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && name !== 'identity');
  if (layers.length > 3) throw new FetchFailure('The document is compressed in a way we do not know');
  for (const layer of layers.reverse()) bytes = await opened(bytes, layer);
  return bytes;
}

async function opened(bytes: Buffer, encoding: string): Promise<Buffer> {
  try {
    if (encoding === 'br') return await open.br(bytes, brotliLimits);
    // Some servers say gzip and send plain text.
    if (encoding === 'gzip' || encoding === 'x-gzip') return isGzip(bytes) ? await open.gzip(bytes, limits) : bytes;
    if (encoding === 'deflate') return await (isZlib(bytes) ? open.zlib : open.raw)(bytes, limits);
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge
      ? tooLarge()
      : new FetchFailure('The document is compressed and cannot be opened', { cause: error });
  }
  throw new FetchFailure('The document is compressed in a way we do not know');
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;
const isZlib = (bytes: Buffer) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0;
const tooLarge = () => new FetchFailure('The document is larger than 10 MB');
