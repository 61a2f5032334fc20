import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, constants as zlib } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { MAX_DOCUMENT_BYTES } from '../feeds/decode-text.ts';
import { FetchFailure, failureOf, failureOfStatus, TOTAL_SECONDS } from './fetch-failure.ts';
import { type AllowedPrivateNetworks, type GuardedNetwork, guardedNetwork } from './guarded-network.ts';

export interface Validators {
  etag?: string;
  lastModified?: string;
}

export type FetchedDocument =
  | { kind: 'unchanged' }
  | { kind: 'body'; body: Uint8Array; contentType?: string; finalUrl: string; etag?: string; lastModified?: string };

/** @throws FetchFailure in plain words; nothing else */
export type FetchDocument = (url: string, validators: Validators) => Promise<FetchedDocument>;

interface FetchSettings {
  allowedPrivateNetworks: AllowedPrivateNetworks;
  /** Where a publisher learns who asks and whom to write to. */
  contactUrl: string;
  /** Otherwise 20 seconds, in all. */
  totalMilliseconds?: number;
  network?: GuardedNetwork;
  now?: () => Date;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODIES = new Set([200, 203]);
const MAX_VALIDATOR_LENGTH = 1000;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5';

/**
 * Asks for a document as a polite and careful stranger: conditional, at most five redirects each checked anew, 5 seconds
 * to connect, 20 in all, 10 MB on the wire and after decompression, a bounded header.
 */
export function fetchDocument(settings: FetchSettings): FetchDocument {
  const { contactUrl, totalMilliseconds = TOTAL_SECONDS * 1000, now = () => new Date() } = settings;
  const network = settings.network ?? guardedNetwork(settings.allowedPrivateNetworks);
  const userAgent = `Rundbrief/1.0 (feed fetcher; +${contactUrl})`;

  return async (url, validators) => {
    const signal = AbortSignal.timeout(totalMilliseconds);
    let address = new URL(url);
    let ask = validators;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      try {
        assertSafe(address, network);
        const answer = await request(address, {
          dispatcher: network.dispatcher,
          signal,
          headers: {
            'user-agent': userAgent,
            accept: ACCEPT,
            'accept-encoding': 'gzip, deflate, br',
            ...asHeaders(ask),
          },
        });
        if (!REDIRECTS.has(answer.statusCode)) return await readAnswer(answer, address, ask, now());
        discard(answer);
        const target = redirectTarget(header(answer, 'location'), address);
        // What one host said of its document means nothing to another.
        if (target.host !== address.host) ask = {};
        address = target;
      } catch (error) {
        throw failureOf(error, hops);
      }
    }
    throw new FetchFailure(`It redirects more than ${MAX_REDIRECTS} times`);
  };
}

function assertSafe(url: URL, network: GuardedNetwork): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchFailure('It leads to an address that is neither http nor https');
  }
  if (url.username || url.password) {
    throw new FetchFailure('The address holds a user name or a password, which we do not send');
  }
  network.assertAllowed(url);
}

function asHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
}

function redirectTarget(location: string | undefined, from: URL): URL {
  const target = location ? URL.parse(location, from.href) : null;
  if (!target) throw new FetchFailure('It redirects without saying where to');
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new FetchFailure('It redirects from https to http, which we do not follow');
  }
  return target;
}

async function readAnswer(
  answer: Dispatcher.ResponseData,
  address: URL,
  asked: Validators,
  now: Date,
): Promise<FetchedDocument> {
  const { statusCode } = answer;
  if (statusCode === 304 && (asked.etag || asked.lastModified)) {
    discard(answer);
    return { kind: 'unchanged' };
  }
  if (!BODIES.has(statusCode)) {
    discard(answer);
    throw failureOfStatus(statusCode, header(answer, 'retry-after'), now);
  }
  return {
    kind: 'body',
    body: await decompressed(await readBody(answer), header(answer, 'content-encoding')),
    contentType: header(answer, 'content-type')?.slice(0, 200),
    finalUrl: address.href,
    etag: validator(answer, 'etag'),
    lastModified: validator(answer, 'last-modified'),
  };
}

/** The rest of an answer we do not want is not waited for. */
function discard(answer: Dispatcher.ResponseData): void {
  answer.body.on('error', () => undefined);
  answer.body.destroy();
}

async function readBody(answer: Dispatcher.ResponseData): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_DOCUMENT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
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

function header(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function validator(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = header(answer, name);
  return value && value.length <= MAX_VALIDATOR_LENGTH && /^[\x20-\x7e]+$/.test(value) ? value : undefined;
}
