import type { FetchDocument } from '../fetching/fetch-document.ts';
import { FetchFailure } from '../fetching/fetch-failure.ts';
import type { Robots } from '../fetching/robots.ts';

export interface Found {
  bytes: Uint8Array;
  contentType?: string;
  /** Where redirects ended. */
  url: string;
  /** The Link header. */
  links?: string;
}

/** Asks one website a few things, one after another, within one time limit. */
export interface Asker {
  /** By https, and by http when nobody is there. @throws FetchFailure in plain words */
  askFirst(url: string): Promise<Found>;
  /** @returns undefined when there is nothing, or when enough was asked */
  tryToAsk(url: string): Promise<Found | undefined>;
  /** @throws FetchFailure when its website wants no robot to read it */
  mayRead(url: string): Promise<void>;
}

const MOST_REQUESTS = 12;
const TOTAL_MILLISECONDS = 20_000;

export function askerOf({
  fetchDocument,
  robots,
  now,
}: {
  fetchDocument: FetchDocument;
  robots: Robots;
  now: () => Date;
}): Asker {
  const endsAt = now().getTime() + TOTAL_MILLISECONDS;
  const known = new Map<string, Found>();
  let asked = 0;

  const ask = async (url: string): Promise<Found> => {
    asked += 1;
    const signal = AbortSignal.timeout(Math.max(1, endsAt - now().getTime()));
    const found = await fetchDocument(url, { signal });
    if (found.kind !== 'body') throw new FetchFailure('The server gave no document');
    const { body, contentType, finalUrl, links } = found;
    const answer = { bytes: body, contentType, url: finalUrl, links };
    known.set(url, answer);
    return answer;
  };

  return {
    async askFirst(url) {
      try {
        return await ask(url);
      } catch (error) {
        if (!(error instanceof FetchFailure) || error.status !== undefined || !url.startsWith('https:')) throw error;
        return ask(url.replace(/^https:/, 'http:')).catch(() => {
          // What was asked for first is what an editor wants to hear of.
          throw error;
        });
      }
    },
    async tryToAsk(url) {
      const before = known.get(url);
      if (before) return before;
      if (asked >= MOST_REQUESTS || now().getTime() >= endsAt) return undefined;
      try {
        return await ask(url);
      } catch (error) {
        if (error instanceof FetchFailure) return undefined;
        throw error;
      }
    },
    async mayRead(url) {
      await robots.mayAsk(new URL(url), AbortSignal.timeout(Math.max(1, endsAt - now().getTime())));
    },
  };
}
