import { type Dispatcher, request } from 'undici';
import { freshSecondsIn, headerOf, hubIn, linksIn, validatorIn } from './answer-header.ts';
import { FetchFailure, failureOf, failureOfStatus, TOTAL_SECONDS } from './fetch-failure.ts';
import { type AllowedPrivateNetworks, type GuardedNetwork, guardedNetwork } from './guarded-network.ts';
import { assertSafe, discard, MAX_REDIRECTS, redirectTarget, userAgent } from './polite-request.ts';
import { readBody } from './read-body.ts';

export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface Asking extends Validators {
  /** Told to the publisher. */
  subscribers?: number;
  /** Ends the attempt early. */
  signal?: AbortSignal;
  /**
   * Asked before every hop, so that a redirect is held to the rules of the site it leads to.
   *
   * @throws FetchFailure when this address is not to be asked
   */
  mayAsk?: (address: URL, signal: AbortSignal) => Promise<void>;
}

export interface FetchedBody extends Validators {
  kind: 'body';
  body: Uint8Array;
  contentType?: string;
  /** Where redirects ended. */
  finalUrl: string;
  /** The same, when all of them were permanent (301, 308). */
  movedTo?: string;
  /** For how long the server says nothing new is to be expected; at most a day. */
  freshSeconds?: number;
  /** The Link header as it came, at most 4 kB. */
  links?: string;
  /** From the Link header. */
  hub?: string;
  hubTopic?: string;
}

export type FetchedDocument = { kind: 'unchanged'; movedTo?: string } | FetchedBody;

/** @throws FetchFailure in plain words; nothing else */
export type FetchDocument = (url: string, asking: Asking) => Promise<FetchedDocument>;

interface FetchSettings {
  allowedPrivateNetworks: AllowedPrivateNetworks;
  /** Where a publisher learns who asks and whom to write to. */
  contactUrl: string;
  /** Otherwise 20 seconds, in all. */
  totalMilliseconds?: number;
  network?: GuardedNetwork;
  now?: () => Date;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
const BODIES = new Set([200, 203]);
const ABOUT_US = {
  accept:
    'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
  'accept-encoding': 'gzip, deflate, br',
};

/**
 * Asks for a document as a polite and careful stranger: conditional, at most five redirects each checked anew, 5 seconds
 * to connect, 20 in all, 10 MB on the wire and after decompression, a bounded header.
 */
export function fetchDocument(settings: FetchSettings): FetchDocument {
  const { contactUrl, totalMilliseconds = TOTAL_SECONDS * 1000, now = () => new Date() } = settings;
  const network = settings.network ?? guardedNetwork(settings.allowedPrivateNetworks);

  return async (url, { subscribers, signal: ending, mayAsk, ...validators }) => {
    const timeout = AbortSignal.timeout(totalMilliseconds);
    const signal = ending ? AbortSignal.any([timeout, ending]) : timeout;
    const ask = async (address: URL, asked: Validators) => {
      assertSafe(address, network);
      await mayAsk?.(address, signal);
      const headers = { ...ABOUT_US, 'user-agent': userAgent(contactUrl, subscribers), ...asHeaders(asked) };
      return request(address, { dispatcher: network.dispatcher, signal, headers });
    };
    let address = new URL(url);
    let asked: Validators = validators;
    let isMoved = true;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      try {
        const answer = await ask(address, asked);
        if (!REDIRECTS.has(answer.statusCode)) {
          const found = await readAnswer(answer, address, asked, now());
          return hops > 0 && isMoved ? { ...found, movedTo: address.href } : found;
        }
        discard(answer);
        isMoved &&= PERMANENT.has(answer.statusCode);
        const target = redirectTarget(answer, address);
        // What one host said of its document means nothing to another.
        if (target.host !== address.host) asked = {};
        address = target;
      } catch (error) {
        throw failureOf(error, hops);
      }
    }
    throw new FetchFailure(`It redirects more than ${MAX_REDIRECTS} times`);
  };
}

function asHeaders({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
}

async function readAnswer(
  answer: Dispatcher.ResponseData,
  address: URL,
  asked: Validators,
  now: Date,
): Promise<FetchedDocument> {
  const { statusCode, headers } = answer;
  if (statusCode === 304 && (asked.etag || asked.lastModified)) {
    discard(answer);
    return { kind: 'unchanged' };
  }
  if (!BODIES.has(statusCode)) {
    discard(answer);
    throw failureOfStatus({ status: statusCode, host: address.host }, headerOf(headers, 'retry-after'), now);
  }
  const { body, isCut } = await readBody(answer.body, headerOf(headers, 'content-encoding'));
  const links = linksIn(headers);
  return {
    kind: 'body',
    body,
    contentType: headerOf(headers, 'content-type')?.slice(0, 200),
    finalUrl: address.href,
    // Of half a document they would keep the other half from us.
    etag: isCut ? undefined : validatorIn(headers, 'etag'),
    lastModified: isCut ? undefined : validatorIn(headers, 'last-modified'),
    freshSeconds: freshSecondsIn(headers, now),
    links,
    ...hubIn(links, address.href),
  };
}
