import type { Source } from '../../domain/publication.ts';
import type { ParsedItem } from '../items/parsed-document.ts';

/** Below this, half a feed is a handful of articles. */
const KNOWN_AT_LEAST = 10;
/** More than this in one poll is no day's work, whatever its dates say. */
const CREDIBLE_NEWS = 25;
const MS_PER_DAY = 24 * 60 * 60 * 1000;

/**
 * A known source of which more than half suddenly looks new has been moved, rebuilt or imported into; mailing that would
 * be mailing its back catalogue. Articles dated after the last poll are news, up to a credible number: a feed of ten
 * items may well be all new after a busy day. So are those of the last day that are newer than the newest we had: caches
 * hand feeds out late.
 *
 * @param total - items in the document
 */
export function isFlood(fresh: ParsedItem[], total: number, { fetchState }: Source, now: Date): boolean {
  const { baselineAt, lastItemCount = 0, lastSucceededAt = now, newestItemAt = now } = fetchState;
  if (!baselineAt || lastItemCount < KNOWN_AT_LEAST || fresh.length * 2 <= total) return false;
  const dayAgo = new Date(now.getTime() - MS_PER_DAY);
  const isLate = (date: Date) => date > newestItemAt && date > dayAgo;
  const isNews = ({ publishedAt }: ParsedItem) => publishedAt && (publishedAt > lastSucceededAt || isLate(publishedAt));
  const news = fresh.filter(isNews).length;
  return news > CREDIBLE_NEWS || (fresh.length - news) * 2 > total;
}
