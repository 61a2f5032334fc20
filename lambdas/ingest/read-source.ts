/** Any source's document → its articles: which reader reads it is decided by the kind of the source, and by nothing else. */
import { RundbriefError } from '../domain/errors.ts';
import type { Source } from '../domain/publication.ts';
import { readCalendar } from './calendars/read-calendar.ts';
import type { ArticlePage } from './complete-article.ts';
import { parseDocument } from './feeds/parse-document.ts';
import type { ParsedDocument } from './items/parsed-document.ts';
import { readArticlePage } from './pages/read-article-page.ts';
import { readListingPage } from './pages/read-listing-page.ts';
import { readNewsSitemap } from './pages/read-news-sitemap.ts';
import { readWordPressPosts } from './pages/read-wordpress-posts.ts';
import { readPushedArticles } from './pushes/read-pushed-articles.ts';

export interface SourceDocument {
  bytes: Uint8Array;
  contentType?: string;
  /** Where redirects ended. */
  url: string;
}

/**
 * @param where - `timeZone` for times without a zone; `now` decides which events are over
 * @throws RundbriefError `invalid`, in plain words for an editor; nothing else, whatever the bytes
 */
export async function readSource(
  { bytes, contentType, url }: SourceDocument,
  { kind, selectors }: Pick<Source, 'kind' | 'selectors'>,
  { timeZone, now }: { timeZone: string; now: Date },
): Promise<ParsedDocument> {
  const origin = { contentType, url, timeZone };
  switch (kind) {
    case 'calendar':
      return readCalendar(bytes, { ...origin, now });
    case 'wordpress':
      return readWordPressPosts(bytes, origin);
    case 'sitemap':
      return readNewsSitemap(bytes, origin);
    case 'page':
      return readListingPage(bytes, { ...origin, selectors });
    case 'push':
    case 'editor':
      return readPushedArticles(bytes, origin);
    default:
      return parseDocument(bytes, origin);
  }
}

/** The page of one article. @returns undefined when no article can be made out in it */
export function readPage(
  { bytes, contentType, url }: SourceDocument,
  { timeZone }: { timeZone: string },
): ArticlePage | undefined {
  try {
    return readArticlePage(bytes, { contentType, url, timeZone });
  } catch (error) {
    if (error instanceof RundbriefError) return undefined;
    throw error;
  }
}
