import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { headerOf } from './answer-header.ts';
import { FetchFailure } from './fetch-failure.ts';
import { type AllowedPrivateNetworks, type GuardedNetwork, guardedNetwork, RefusedAddress } from './guarded-network.ts';
import { assertSafe, discard, MAX_REDIRECTS, redirectTarget, userAgent } from './polite-request.ts';

/** What is behind an address, seen from its beginning. */
export type AddressLook =
  | {
      kind: 'found';
      /** Where redirects ended. */
      finalUrl: string;
      contentType?: string;
      /** As the server says, or as far as was read. */
      bytes: number;
      /** The first bytes, at most 512. */
      beginning: Uint8Array;
    }
  /** It redirects from https to http. */
  | { kind: 'downgraded' }
  /** `gone`: nobody will find anything there. `unclear`: we did not, readers may. */
  | { kind: 'gone' | 'unclear'; why: LookFailure; status?: number };

export type LookFailure =
  | 'status'
  | 'no-server'
  | 'refused'
  | 'timeout'
  | 'certificate'
  | 'private'
  | 'redirects'
  | 'broken';

/** Never throws. @param wish.mostBytes - a longer answer is not read to its end; 0 reads nothing of it */
export type LookAtAddress = (url: string, wish: { mostBytes: number; signal?: AbortSignal }) => Promise<AddressLook>;

interface LookSettings {
  allowedPrivateNetworks: AllowedPrivateNetworks;
  contactUrl: string;
  /** Otherwise 8 seconds, in all. */
  totalMilliseconds?: number;
  network?: GuardedNetwork;
}

const TOTAL_MILLISECONDS = 8_000;
const BEGINNING_BYTES = 512;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Looks at an address as carefully as at any stranger's, and takes no more of it than it has to. */
export function lookAtAddress({ allowedPrivateNetworks, contactUrl, ...settings }: LookSettings): LookAtAddress {
  const network = settings.network ?? guardedNetwork(allowedPrivateNetworks);
  const { totalMilliseconds = TOTAL_MILLISECONDS } = settings;
  const headers = { 'user-agent': userAgent(contactUrl), accept: '*/*' };

  return async (url, { mostBytes, signal }) => {
    const timeout = AbortSignal.timeout(totalMilliseconds);
    const ending = signal ? AbortSignal.any([timeout, signal]) : timeout;
    try {
      let address = new URL(url);
      for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
        assertSafe(address, network);
        const answer = await request(address, { dispatcher: network.dispatcher, signal: ending, headers });
        if (!REDIRECTS.has(answer.statusCode)) return await lookOf(answer, address, mostBytes);
        discard(answer);
        if (isDowngrade(answer, address)) return { kind: 'downgraded' };
        address = redirectTarget(answer, address);
      }
      return { kind: 'gone', why: 'redirects' };
    } catch (error) {
      return failedLook(error);
    }
  };
}

function isDowngrade({ headers }: Dispatcher.ResponseData, from: URL): boolean {
  const location = headerOf(headers, 'location');
  return from.protocol === 'https:' && !!location && URL.parse(location, from.href)?.protocol === 'http:';
}

async function lookOf(answer: Dispatcher.ResponseData, address: URL, mostBytes: number): Promise<AddressLook> {
  const { statusCode: status, headers } = answer;
  if (status < 200 || status > 299) {
    discard(answer);
    // Some let no program in, or not so often: their readers see the page.
    return { kind: status === 404 || status === 410 ? 'gone' : 'unclear', why: 'status', status };
  }
  const { beginning, read } = await beginningOf(answer.body, mostBytes);
  discard(answer);
  const said = Number(headerOf(headers, 'content-length') ?? Number.NaN);
  return {
    kind: 'found',
    finalUrl: address.href,
    contentType: headerOf(headers, 'content-type')?.slice(0, 100),
    bytes: Number.isSafeInteger(said) && said > read ? said : read,
    beginning,
  };
}

async function beginningOf(body: Readable, mostBytes: number): Promise<{ beginning: Uint8Array; read: number }> {
  let beginning: Uint8Array = new Uint8Array();
  let read = 0;
  if (mostBytes === 0) return { beginning, read };
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (beginning.length < BEGINNING_BYTES) {
      beginning = Buffer.concat([beginning, chunk]).subarray(0, BEGINNING_BYTES);
    }
    read += chunk.length;
    if (read > mostBytes) break;
  }
  return { beginning, read };
}

const NOBODY_THERE = new Set(['ENOTFOUND', 'ENODATA']);

function failedLook(error: unknown): AddressLook {
  const unclear = (why: LookFailure): AddressLook => ({ kind: 'unclear', why });
  for (let cause = error; cause instanceof Error; cause = firstOf(cause)) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (cause instanceof RefusedAddress) return { kind: 'gone', why: 'private' };
    if (cause instanceof FetchFailure) return { kind: 'gone', why: 'redirects' };
    if (NOBODY_THERE.has(code)) return { kind: 'gone', why: 'no-server' };
    if (cause.name === 'TimeoutError' || cause.name === 'AbortError' || /TIMEOUT|TIMEDOUT/.test(code))
      return unclear('timeout');
    if (/CERT|SIGNED|SIGNATURE|ALTNAME|^ERR_(SSL|TLS)|EPROTO/.test(code)) return unclear('certificate');
    if (code === 'ECONNREFUSED') return unclear('refused');
  }
  return unclear('broken');
}

/** Where several addresses of a name were tried, the first failure speaks for them. */
const firstOf = (error: Error): unknown => (error instanceof AggregateError ? error.errors[0] : error.cause);
