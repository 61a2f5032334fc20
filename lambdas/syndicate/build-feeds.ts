/**
 * Articles become feeds: everything of one publication that readers fetch, written where it changed.
 *
 * A rebuild reads only what the feeds show, and may run again at any time: the same articles give the same bytes, and
 * those are not written again.
 */
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Topic } from '../domain/publication.ts';
import type { Articles } from '../ingest/index.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Publications } from '../publications/index.ts';
import { feedKeys } from './addresses.ts';
import { writeCalendar } from './calendar.ts';
import { feedContent, type LeftOut } from './feed-content.ts';
import { feedsPage } from './feeds-page.tsx';
import { writeJsonFeed } from './json-feed.ts';
import { type Page, publishIfChanged } from './publish.ts';
import { emptyArchivePage, sitePage } from './site-page.tsx';
import { writeAtom, writeRss } from './xml-feeds.ts';

export interface BuildDeps {
  publications: Publications;
  articles: Pick<Articles, 'latest' | 'upcomingEvents'>;
  site: Objects;
  siteUrl: string;
  now: () => Date;
}

const ITEMS_IN_A_FEED = 50;

/**
 * @returns the keys that were written, of all that were built
 * @throws RundbriefError `not-found` for a publication we do not have
 */
export async function buildFeeds(
  { publicationId }: { publicationId: string },
  deps: BuildDeps,
): Promise<{ built: number; written: string[]; leftOut: LeftOut[] }> {
  const publication = await deps.publications.find(publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication “${publicationId}”`);
  const pages: Page[] = [];
  const leftOut: LeftOut[] = [];
  for (const topic of [undefined, ...publication.topics]) {
    const built = await buildFeed({ publication, topic }, deps);
    pages.push(...built.pages);
    leftOut.push(...built.leftOut);
  }
  const { calendar, leftOut: withoutDate } = writeCalendar(
    publication,
    await deps.articles.upcomingEvents(publicationId, deps.now()),
  );
  const keys = feedKeys(publicationId);
  pages.push(
    { key: keys.ics, body: calendar, contentType: 'text/calendar; charset=utf-8' },
    { key: keys.page, body: feedsPage(publication, deps.siteUrl), contentType: HTML },
    { key: 'index.html', body: sitePage(await deps.publications.list(), deps.siteUrl), contentType: HTML },
  );
  report(publicationId, [...leftOut, ...withoutDate]);
  await beginArchive(publication, deps.site);
  return { built: pages.length, written: await publishAll(pages, deps.site), leftOut: [...leftOut, ...withoutDate] };
}

/** The list of editions is written with each edition; until the first one a page says that there is none. */
async function beginArchive(publication: Publication, site: Objects): Promise<void> {
  const key = `archive/${publication.id}/index.html`;
  if (await site.get(key)) return;
  await publishIfChanged(site, { key, body: emptyArchivePage(publication), contentType: HTML });
}

const HTML = 'text/html; charset=utf-8';

async function buildFeed(
  { publication, topic }: { publication: Publication; topic?: Topic },
  { articles, siteUrl }: BuildDeps,
): Promise<{ pages: Page[]; leftOut: LeftOut[] }> {
  const latest = await articles.latest(publication.id, { limit: ITEMS_IN_A_FEED, topic: topic?.id });
  const { content, leftOut } = feedContent({ publication, topic, siteUrl }, latest);
  const keys = feedKeys(publication.id, topic?.id);
  return {
    pages: [
      { key: keys.rss, body: writeRss(content), contentType: 'application/rss+xml; charset=utf-8' },
      { key: keys.atom, body: writeAtom(content), contentType: 'application/atom+xml; charset=utf-8' },
      { key: keys.json, body: writeJsonFeed(content), contentType: 'application/feed+json; charset=utf-8' },
    ],
    leftOut,
  };
}

async function publishAll(pages: Page[], site: Objects): Promise<string[]> {
  const written: string[] = [];
  for (const page of pages) if (await publishIfChanged(site, page)) written.push(page.key);
  return written;
}

function report(publicationId: string, leftOut: LeftOut[]): void {
  const reasons = new Map(leftOut.map(({ articleId, reason }) => [articleId, reason]));
  for (const [articleId, reason] of reasons) {
    log.warn('An article is left out of the feeds', { publicationId, articleId, reason });
  }
}
