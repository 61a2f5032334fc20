/**
 * What websites ask of robots (RFC 9309): for pages that we read as a robot does, not for feeds, which are made for us.
 *
 * A website without a robots.txt (4xx) allows all; one whose robots.txt is out of reach (5xx, no connection) allows
 * nothing until it can be read (§2.3.1.4). Kept for a day in the function's memory, as the RFC lets us.
 */
import robotsParser from 'robots-parser';
import type { FetchDocument } from './fetch-document.ts';
import { FetchFailure } from './fetch-failure.ts';

export interface Robots {
  /**
   * @throws FetchFailure when the website does not want this page to be read, or cannot say just now; it names the time
   *   when the server asks us to come back later
   */
  mayAsk(address: URL, signal?: AbortSignal): Promise<void>;
}

interface RobotsSettings {
  fetchDocument: FetchDocument;
  userAgentName: string;
  now?: () => Date;
}

// Its types describe an ES module, but it is CommonJS: what Node imports as the default is the function itself.
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

type Rules = (url: string) => boolean;

/** Of the time there is for the page itself. */
export const ROBOTS_MILLISECONDS = 8_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** What the RFC has crawlers read at least. */
const MAX_ROBOTS_BYTES = 500 * 1024;
/** No rule is that long; matching takes as long as the rule times the address. */
const MAX_LINE = 2000;
const MAX_ADDRESS = 8000;
/** Websites kept in memory by one function. */
const MOST_KEPT = 500;

const REFUSED = 'The website’s robots.txt asks us not to read this page';
const OUT_OF_REACH = 'The website’s robots.txt cannot be read just now, and without it we may not read its pages';

export function robotsOf({ fetchDocument, userAgentName, now = () => new Date() }: RobotsSettings): Robots {
  const kept = new Map<string, { allows: Rules; until: number }>();

  const rulesOf = async (origin: string, signal?: AbortSignal): Promise<Rules> => {
    const known = kept.get(origin);
    if (known && known.until > now().getTime()) return known.allows;
    const allows = await readRules(`${origin}/robots.txt`);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(origin, { allows, until: now().getTime() + DAY_MS });
    return allows;

    async function readRules(url: string): Promise<Rules> {
      try {
        const found = await fetchDocument(url, { signal });
        if (found.kind !== 'body') return everything;
        const robots = parseRobots(url, linesOf(found.body));
        return (address) => robots.isAllowed(address, userAgentName) ?? true;
      } catch (error) {
        if (!(error instanceof FetchFailure)) throw error;
        const { status = 0, host, retryAfterSeconds } = error;
        // "Too many requests" is no word about the rules.
        if (status >= 400 && status < 500 && status !== 429) return everything;
        throw new FetchFailure(OUT_OF_REACH, { host, retryAfterSeconds, cause: error });
      }
    }
  };

  return {
    async mayAsk(address, signal) {
      if (address.href.length > MAX_ADDRESS) throw new FetchFailure('The address is too long');
      const allows = await rulesOf(address.origin, signal);
      if (!allows(address.href)) throw new FetchFailure(REFUSED);
    },
  };
}

const everything: Rules = () => true;

function linesOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, MAX_ROBOTS_BYTES));
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.length <= MAX_LINE)
    .join('\n');
}
