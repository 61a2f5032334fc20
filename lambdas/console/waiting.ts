/** Waiting without a script: what was asked for stands in the address, and the page loads itself until it is there. */
import type { Source } from '../domain/publication.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { isKey } from './keys.ts';

export const REFRESH_SECONDS = 3;
/** After that a reload promises nothing any more. */
const PATIENCE_MS = 120_000;

/** @param askedAt - milliseconds, from the address of the page */
export const isLate = (askedAt: number, now: Date): boolean => now.getTime() - askedAt > PATIENCE_MS;

/**
 * Asks for a poll.
 *
 * @param page - a path of the console, with or without a query
 * @returns the page, told what to wait for
 * @throws RundbriefError `limited` while the source's host wants to be left alone
 */
export async function pollAndWait(source: Source, page: string, deps: Pick<ConsoleDeps, 'askForPoll' | 'now'>) {
  const { pollId } = await deps.askForPoll(source);
  return waitingFor(page, { polling: source.id, poll: pollId }, deps.now());
}

/** The page with what it waits for in its query, and where on it one looks. */
export function waitingFor(page: string, what: Record<string, string>, now: Date): string {
  const [path = '', place] = page.split('#');
  const query = new URLSearchParams({ ...what, at: String(now.getTime()), ...(place ? { place } : {}) });
  return `${path}${path.includes('?') ? '&' : '?'}${query}${place ? `#${place}` : ''}`;
}

/**
 * What a page that waits loads next. A browser that is told to load the address it is at scrolls to its fragment and loads
 * nothing (HTML, "navigate to a fragment"), so that an address with a fragment has to be another one each time.
 *
 * @returns undefined for an address without a fragment, which is simply loaded again
 */
export function nextTurn(current: string): string | undefined {
  const url = new URL(current);
  const place = url.searchParams.get('place') ?? '';
  if (!isKey(place)) return undefined;
  url.searchParams.set('turn', String((Number(url.searchParams.get('turn')) || 0) + 1));
  return `${url.pathname}${url.search}#${place}`;
}
