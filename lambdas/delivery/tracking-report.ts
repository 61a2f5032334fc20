import { type Counted, type Engagement, linkNumber } from './engagement.ts';

/** Of fewer readers a sum could tell what one of them did. */
export const LEAST_READERS = 10;

/** Opens and clicks of those who agreed that they are counted. */
export interface TrackingReport {
  /** Who agreed, and whom the mail has reached. */
  readers: number;
  /** Below this number of readers there are no figures. */
  leastReaders: number;
  /** Readers, each counted once: all of them, and without those of whom only programs are known. */
  figures?: { opens: Counted; clicks: Counted; links: LinkFigures[] };
}

/** One of the edition's links that somebody followed. */
export interface LinkFigures extends Counted {
  /** Where it stands among the different links of the whole edition, from 1. */
  position: number;
  url: string;
}

/**
 * @param html - of the whole edition, as it was sent, without anybody's own links; undefined when it is gone. What was
 *   followed and does not stand there is left out
 */
export function trackingReport(
  { readers, opens, clicks, links }: Engagement,
  html: string | undefined,
): TrackingReport {
  if (readers < LEAST_READERS) return { readers, leastReaders: LEAST_READERS };
  const followed = linksIn(html ?? '').flatMap((url, at) => {
    const counted = links.get(linkNumber(url));
    return counted ? [{ position: at + 1, url, ...counted }] : [];
  });
  return { readers, leastReaders: LEAST_READERS, figures: { opens, clicks, links: followed } };
}

const LINK = /<a\b[^>]*?\shref=(?:"([^"]*)"|'([^']*)')/gi;

/** Different addresses of web pages, in the order of reading. */
function linksIn(html: string): string[] {
  const all = [...html.matchAll(LINK)].map(([, double, single]) => unescaped(double ?? single ?? ''));
  return [...new Set(all.flatMap((href) => (/^https?:/i.test(href) ? (URL.parse(href)?.href ?? []) : [])))];
}

const CHARACTERS: Record<string, string> = { amp: '&', quot: '"', '#39': "'", apos: "'", lt: '<', gt: '>' };

/** As our templates escape an address, and as people write one. */
const unescaped = (html: string): string =>
  html.replace(/&(amp|quot|#39|apos|lt|gt);/g, (whole, name: string) => CHARACTERS[name] ?? whole);
