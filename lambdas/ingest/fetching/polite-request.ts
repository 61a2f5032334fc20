/** How we behave towards strangers' servers, whatever we ask of them. */
import type { Dispatcher } from 'undici';
import { headerOf } from './answer-header.ts';
import { FetchFailure } from './fetch-failure.ts';
import type { GuardedNetwork } from './guarded-network.ts';

/** What robots.txt calls us. */
export const USER_AGENT_NAME = 'Rundbrief';
export const MAX_REDIRECTS = 5;

/** Who asks, where a publisher learns more, and for how many people. */
export function userAgent(contactUrl: string, subscribers?: number): string {
  if (subscribers === undefined) return `${USER_AGENT_NAME}/1.0 (+${contactUrl})`;
  return `${USER_AGENT_NAME}/1.0 (+${contactUrl}; ${subscribers} ${subscribers === 1 ? 'subscriber' : 'subscribers'})`;
}

/** @throws FetchFailure or RefusedAddress */
export function assertSafe(url: URL, network: GuardedNetwork): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchFailure('It leads to an address that is neither http nor https');
  }
  if (url.username || url.password) {
    throw new FetchFailure('The address holds a user name or a password, which we do not send');
  }
  network.assertAllowed(url);
}

/** @throws FetchFailure when it leads nowhere, or from https to http */
export function redirectTarget({ headers }: Dispatcher.ResponseData, from: URL): URL {
  const location = headerOf(headers, 'location');
  const target = location ? URL.parse(location, from.href) : null;
  if (!target) throw new FetchFailure('It redirects without saying where to');
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new FetchFailure('It redirects from https to http, which we do not follow');
  }
  return target;
}

/** The rest of an answer we do not want is not waited for. */
export function discard(answer: Dispatcher.ResponseData): void {
  answer.body.on('error', () => undefined);
  answer.body.destroy();
}
