import { type Dispatcher, request } from 'undici';
import { FetchFailure, failureOf, TOTAL_SECONDS } from './fetch-failure.ts';
import { type AllowedPrivateNetworks, type GuardedNetwork, guardedNetwork } from './guarded-network.ts';
import { assertSafe, discard, MAX_REDIRECTS, redirectTarget, userAgent } from './polite-request.ts';

export interface FormAnswer {
  status: number;
  /** The beginning of what the server says, for an editor. */
  text: string;
}

/** @throws FetchFailure in plain words when there is no answer; nothing else */
export type PostForm = (url: string, fields: URLSearchParams) => Promise<FormAnswer>;

interface PostSettings {
  allowedPrivateNetworks: AllowedPrivateNetworks;
  contactUrl: string;
  network?: GuardedNetwork;
}

const MAX_ANSWER_BYTES = 2_000;
/** The two that keep method and body. */
const REDIRECTS = new Set([307, 308]);

/** Posts a form to a stranger's server, with the same care as a document is asked for. */
export function postForm({ allowedPrivateNetworks, contactUrl, ...settings }: PostSettings): PostForm {
  const network = settings.network ?? guardedNetwork(allowedPrivateNetworks);
  const headers = { 'user-agent': userAgent(contactUrl), 'content-type': 'application/x-www-form-urlencoded' };

  return async (url, fields) => {
    const signal = AbortSignal.timeout(TOTAL_SECONDS * 1000);
    let address = new URL(url);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      try {
        assertSafe(address, network);
        const { dispatcher } = network;
        const answer = await request(address, { method: 'POST', dispatcher, signal, headers, body: String(fields) });
        if (!REDIRECTS.has(answer.statusCode)) return { status: answer.statusCode, text: await beginningOf(answer) };
        discard(answer);
        address = redirectTarget(answer, address);
      } catch (error) {
        throw failureOf(error, hops);
      }
    }
    throw new FetchFailure(`It redirects more than ${MAX_REDIRECTS} times`);
  };
}

/** Whatever comes of it: the status is the answer. */
async function beginningOf(answer: Dispatcher.ResponseData): Promise<string> {
  let read = Buffer.alloc(0);
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      read = Buffer.concat([read, chunk]);
      if (read.length >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // What was read so far is enough.
  }
  discard(answer);
  return read.subarray(0, MAX_ANSWER_BYTES).toString('utf8');
}
