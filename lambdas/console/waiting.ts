/** Waiting without a script: what was asked for stands in the address, and the page loads itself until it is there. */
import type { Source } from '../domain/publication.ts';
import type { ConsoleDeps } from './console-deps.ts';

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

/** The page with what it waits for in its query. */
export function waitingFor(page: string, what: Record<string, string>, now: Date): string {
  const [path = '', fragment] = page.split('#');
  const query = new URLSearchParams({ ...what, at: String(now.getTime()) });
  return `${path}${path.includes('?') ? '&' : '?'}${query}${fragment ? `#${fragment}` : ''}`;
}
