import { RundbriefError } from '../../domain/errors.ts';
import { CONNECT_SECONDS, RefusedAddress } from './guarded-network.ts';

/** Why there is no document this time; the message is for an editor. */
export class FetchFailure extends RundbriefError {
  /** The publisher says that it will not come back. */
  readonly permanent?: 'gone';
  /** What the server answered, if it did. */
  readonly status?: number;
  /** Who answered: after redirects another host than the one that was asked. */
  readonly host?: string;
  /** When that host may be asked again. */
  readonly retryAfterSeconds?: number;
  /** There is no such page, or nobody who could have it: not a fault that passes. */
  readonly isAbsent: boolean;

  constructor(message: string, details: FailureDetails = {}) {
    super('unavailable', message, { cause: details.cause });
    this.permanent = details.permanent;
    this.status = details.status;
    this.host = details.host;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.isAbsent = details.isAbsent ?? false;
  }
}

interface FailureDetails {
  permanent?: 'gone';
  status?: number;
  host?: string;
  retryAfterSeconds?: number;
  isAbsent?: boolean;
  cause?: unknown;
}

export const TOTAL_SECONDS = 20;
const MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

const WORDS_OF_CODE: Record<string, string> = {
  ENOTFOUND: 'There is no server of this name',
  EAI_AGAIN: 'The name of the server could not be looked up just now',
  ECONNREFUSED: 'The server refuses connections',
  EHOSTUNREACH: 'The server cannot be reached',
  ENETUNREACH: 'The server cannot be reached',
  ECONNRESET: 'The server broke the connection off',
  EPIPE: 'The server broke the connection off',
  EPROTO: 'No secure connection to the server was possible',
  UND_ERR_SOCKET: 'The server broke the connection off',
  UND_ERR_CONNECT_TIMEOUT: `The server did not accept a connection within ${CONNECT_SECONDS} seconds`,
  ETIMEDOUT: `The server did not accept a connection within ${CONNECT_SECONDS} seconds`,
  UND_ERR_HEADERS_TIMEOUT: `The server did not answer within ${TOTAL_SECONDS} seconds`,
  UND_ERR_BODY_TIMEOUT: `The server did not answer within ${TOTAL_SECONDS} seconds`,
  UND_ERR_HEADERS_OVERFLOW: 'The server sends more header lines than we read',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The server broke the connection off',
};

/** What went wrong on the network, in plain words. @param hops - redirects followed so far */
export function failureOf(error: unknown, hops: number): FetchFailure {
  if (error instanceof FetchFailure) return error;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const words = wordsOf(cause, hops);
    if (words) return new FetchFailure(words, { isAbsent: NOBODY_THERE.has(codeOf(cause)), cause: error });
  }
  return new FetchFailure('The document could not be fetched', { cause: error });
}

const NOBODY_THERE = new Set(['ENOTFOUND', 'ECONNREFUSED']);
const codeOf = (error: Error) => ('code' in error ? String(error.code) : '');

function wordsOf(error: Error, hops: number): string | undefined {
  if (error instanceof RefusedAddress) return refusalWords(error, hops);
  if (error.name === 'TimeoutError') return `The server did not answer within ${TOTAL_SECONDS} seconds`;
  // Several addresses were tried, and all failed: the first failure speaks for them.
  if (error instanceof AggregateError) return failureOf(error.errors[0], hops).message;
  const code = codeOf(error);
  if (/CERT|SIGNED|SIGNATURE|ALTNAME/.test(code)) return 'The certificate of the server is not valid';
  if (/^ERR_(SSL|TLS)/.test(code)) return 'No secure connection to the server was possible';
  if (code === 'HPE_HEADER_OVERFLOW') return WORDS_OF_CODE.UND_ERR_HEADERS_OVERFLOW;
  if (error.name === 'HTTPParserError' || /^HPE_/.test(code)) return 'The server does not answer as a web server does';
  return WORDS_OF_CODE[code];
}

function refusalWords({ reason }: RefusedAddress, hops: number): string {
  const what = reason === 'port' ? 'a port other than 80 and 443' : 'a private address';
  return hops > 0
    ? `It redirects to ${what}, which we do not follow`
    : `The address leads to ${what}, which we do not ask`;
}

/** An answer that brings no document, in plain words. */
export function failureOfStatus(
  { status, host }: { status: number; host: string },
  retryAfter: string | undefined,
  now: Date,
): FetchFailure {
  return new FetchFailure(wordsOfStatus(status), {
    status,
    host,
    permanent: status === 410 ? 'gone' : undefined,
    retryAfterSeconds: status === 429 || status === 503 ? secondsUntil(retryAfter, now) : undefined,
    isAbsent: status === 404 || status === 410,
  });
}

function wordsOfStatus(status: number): string {
  if (status === 410) return 'The publisher has removed this source for good (410 Gone)';
  if (status === 429) return 'The server asks us to come back less often (429)';
  if (status === 503) return 'The server is overloaded or being maintained (503)';
  if (status === 404) return 'There is nothing at this address (404)';
  if (status === 401 || status === 403) return `The server does not let us read this (${status})`;
  if (status >= 500) return `The server has a fault of its own (${status})`;
  return `The server gave an answer that we cannot use (${status})`;
}

/** Retry-After is a number of seconds or a date. */
function secondsUntil(retryAfter: string | undefined, now: Date): number | undefined {
  if (!retryAfter) return undefined;
  const seconds = /^\d{1,9}$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - now.getTime()) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}
