/**
 * Articles become feeds: everything of one publication that readers fetch, written where it changed.
 *
 * A rebuild reads only what the feeds show, and may run again at any time: the same articles give the same bytes, and
 * those are not written again. The queue lets no two rebuilds of a publication run at once.
 */
import type { Article } from '../domain/article.ts';
import { RundbriefError } from '../domain/errors.ts';
import type { Publication, Topic } from '../domain/publication.ts';
import type { Articles, FeedsMessage } from '../ingest/index.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Publications } from '../publications/index.ts';
import { feedKeys } from './addresses.ts';
import { writeCalendar } from './calendar.ts';
import { feedContent, type LeftOut } from './feed-content.ts';
import { type FeedState, readState, writeState } from './feed-state.ts';
import { type Hub, tellHub } from './hub-pings.ts';
import { writeJsonFeed } from './json-feed.ts';
import { publicPages, sitePages } from './public-pages.ts';
import { changesTo, keysMeanwhile, keysOf, type Page, publish, publishIfChanged, unpublish } from './publish.ts';
import { emptyArchivePage } from './site-page.tsx';
import { writeAtom, writeRss } from './xml-feeds.ts';

export interface BuildDeps {
  publications: Publications;
  articles: Pick<Articles, 'latest' | 'upcomingEvents' | 'changedAt'>;
  site: Objects;
  siteUrl: string;
  /** Told of every feed that changes; undefined where the stage has none. */
  hub?: Hub;
  now: () => Date;
}

/** What a rebuild did. */
export interface Built {
  /** Objects that are there now, of this publication and of the site. */
  built: number;
  written: string[];
  gone: string[];
  leftOut: LeftOut[];
}

const ITEMS_IN_A_FEED = 50;
const HTML = 'text/html; charset=utf-8';

/** @throws RundbriefError `not-found` for a publication we do not have */
export async function buildFeeds({ publicationId, afresh }: FeedsMessage, deps: BuildDeps): Promise<Built> {
  const publication = await deps.publications.find(publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication “${publicationId}”`);
  // Read before the articles: a change that comes later is not taken for seen.
  const seen = (await deps.articles.changedAt(publicationId))?.toISOString();
  const before = await readState(publicationId, deps.site);
  const { pages, leftOut } = await pagesOf(publication, deps);
  report(publicationId, leftOut);
  const done = await exchange(publicationId, { before, pages, afresh, after: { ...before, seen, leftOut } }, deps.site);
  await tellHub(done.written, deps);
  const shared = await publishShared(publication, deps);
  return {
    built: pages.length + shared.built,
    ...done,
    written: [...done.written, ...shared.written],
    leftOut,
  };
}

/**
 * Writes what is new and takes away what no longer belongs. What is being written is noted before and after, so that
 * whatever a crash leaves half done is written again.
 */
async function exchange(
  publicationId: string,
  { before, pages, afresh, after }: { before: FeedState; pages: Page[]; afresh?: boolean; after: FeedState },
  site: Objects,
): Promise<{ written: string[]; gone: string[] }> {
  const { changed, gone } = changesTo(before.keys, pages, { afresh });
  const meanwhile = { ...before, keys: keysMeanwhile(before.keys, changed) };
  await writeState(publicationId, { before, after: meanwhile }, site);
  for (const page of changed) await publish(page, site);
  for (const key of gone) await unpublish(key, site);
  await writeState(publicationId, { before: meanwhile, after: { ...after, keys: keysOf(pages) } }, site);
  return { written: changed.map(({ key }) => key), gone };
}

async function pagesOf(publication: Publication, deps: BuildDeps): Promise<{ pages: Page[]; leftOut: LeftOut[] }> {
  const { id } = publication;
  const pages: Page[] = [];
  const leftOut: LeftOut[] = [];
  const latest = await deps.articles.latest(id, { limit: ITEMS_IN_A_FEED });
  for (const topic of [undefined, ...publication.topics]) {
    const articles = topic ? await deps.articles.latest(id, { limit: ITEMS_IN_A_FEED, topic: topic.id }) : latest;
    const built = buildFeed({ publication, topic, articles }, deps);
    pages.push(...built.pages);
    leftOut.push(...built.leftOut);
  }
  const events = await deps.articles.upcomingEvents(id, deps.now());
  const { calendar, leftOut: withoutDate } = writeCalendar(publication, events);
  pages.push(
    { key: feedKeys(id).ics, body: calendar, contentType: 'text/calendar; charset=utf-8' },
    ...publicPages({ publication, articles: latest, events, siteUrl: deps.siteUrl }),
  );
  return { pages, leftOut: [...leftOut, ...withoutDate] };
}

/** What belongs to the site, not to one publication: each rebuild looks whether it is as it should be. */
async function publishShared(
  publication: Publication,
  { publications, site, siteUrl }: BuildDeps,
): Promise<{ built: number; written: string[] }> {
  await beginArchive(publication, site);
  const pages = sitePages({ publications: await publications.list(), siteUrl });
  const written: string[] = [];
  for (const page of pages) if (await publishIfChanged(site, page)) written.push(page.key);
  return { built: pages.length, written };
}

/** The list of editions is written with each edition; until the first one a page says that there is none. */
async function beginArchive(publication: Publication, site: Objects): Promise<void> {
  const key = `archive/${publication.id}/index.html`;
  if (await site.get(key)) return;
  await publishIfChanged(site, { key, body: emptyArchivePage(publication), contentType: HTML });
}

function buildFeed(
  { publication, topic, articles }: { publication: Publication; topic?: Topic; articles: Article[] },
  { siteUrl, hub }: BuildDeps,
): { pages: Page[]; leftOut: LeftOut[] } {
  const { content, leftOut } = feedContent({ publication, topic, siteUrl, hub: hub?.address }, articles);
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

function report(publicationId: string, leftOut: LeftOut[]): void {
  const reasons = new Map(leftOut.map(({ articleId, reason }) => [articleId, reason]));
  for (const [articleId, reason] of reasons) {
    log.warn('An article is left out of the feeds', { publicationId, articleId, reason });
  }
}
