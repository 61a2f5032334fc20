/**
 * Ten thousand publishers, as far as their feeds tell: each brings out articles at its own steady rate, most of them
 * answer 304, some send the same bytes again, a few are broken.
 */
import type { Asking, FetchedDocument } from '../../lambdas/ingest/fetching/fetch-document.ts';
import { FetchFailure } from '../../lambdas/ingest/fetching/fetch-failure.ts';

const HOUR_MS = 3_600_000;
const ITEMS = 10;
/** Share of the sources, and how long they take for one article: our pace makes of it a poll every 15 minutes to a day. */
export const RATES = [
  { share: 0.1, hoursPerArticle: 3 },
  { share: 0.6, hoursPerArticle: 12 },
  { share: 0.2, hoursPerArticle: 24 },
  { share: 0.1, hoursPerArticle: 12 * 24 },
];
export const WITHOUT_VALIDATORS = 0.12;
export const BROKEN = 0.03;
/** Of the broken ones; the others answer with an error. */
export const SILENT = 1 / 3;

export interface SimulatedPublisher {
  url: string;
  isBroken: boolean;
  fetch(asking: Asking, now: Date): FetchedDocument;
}

/** The `index`-th of `count`; which kind it is depends on nothing else, so that every run is the same. */
export function publisherOf(index: number, count: number): SimulatedPublisher {
  const url = `https://site-${index}.example/feed`;
  // Steps of the golden ratio spread evenly, and independently enough of each other.
  const chance = (salt: number) => ((index + 1) * 0.618_033_988_75 * salt) % 1;
  const msPerArticle = HOUR_MS * hoursPerArticle(index / count);
  const offsetMs = chance(7) * msPerArticle;
  const [isBroken, hasValidators] = [chance(3) < BROKEN, chance(11) >= WITHOUT_VALIDATORS];
  return {
    url,
    isBroken,
    fetch({ etag }, now) {
      if (isBroken) throw brokenBy(chance(5));
      const newest = Math.floor((now.getTime() + offsetMs) / msPerArticle);
      const current = `"${newest}"`;
      if (hasValidators && etag === current) return { kind: 'unchanged' };
      const dateOf = (article: number) => new Date(article * msPerArticle - offsetMs);
      const body = Buffer.from(feedOf(index, newest, dateOf));
      return {
        kind: 'body',
        body,
        contentType: 'application/rss+xml',
        finalUrl: url,
        ...(hasValidators ? { etag: current } : {}),
      };
    },
  };
}

function hoursPerArticle(place: number): number {
  let sum = 0;
  for (const { share, hoursPerArticle } of RATES) {
    sum += share;
    if (place < sum) return hoursPerArticle;
  }
  return RATES.at(-1)?.hoursPerArticle ?? 1;
}

function brokenBy(chance: number): FetchFailure {
  return chance < SILENT
    ? new FetchFailure('The server did not answer within 20 seconds')
    : new FetchFailure('The server has a fault of its own (500)', { status: 500 });
}

const PARAGRAPH =
  '<p>Der <strong>Rat</strong> hat am Abend über <a href="/haushalt">den Haushalt</a> beraten und ihn mit großer Mehrheit beschlossen; die Schulen bekommen mehr, die Straßen weniger.</p>';

/** About 15 kB, as a WordPress of ten articles with their beginnings. */
function feedOf(site: number, newest: number, dateOf: (article: number) => Date): string {
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const article = newest - index;
    const link = `https://site-${site}.example/${article}`;
    return `<item><title>Beitrag ${article} aus Ort ${site}</title><link>${link}</link><guid isPermaLink="false">${link}</guid><pubDate>${dateOf(article).toUTCString()}</pubDate><category>Stadt</category><description><![CDATA[${PARAGRAPH}]]></description><content:encoded><![CDATA[${PARAGRAPH.repeat(6)}]]></content:encoded></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ort ${site}</title><link>https://site-${site}.example/</link><description>Neues</description><language>de</language>${items.join('')}</channel></rss>`;
}
