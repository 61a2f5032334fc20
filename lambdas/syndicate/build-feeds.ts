/**
 * Articles become feeds: everything of one publication that readers fetch, written where it changed.
 *
 * A rebuild reads only what the feeds show, and may run again at any time: the same articles give the same bytes, and
 * those are not written again. No clock comes in. The queue lets no two rebuilds of a publication run at once.
 */
import { RundbriefError } from '../domain/errors.ts';
import type { Articles, FeedsMessage } from '../ingest/index.ts';
import { log } from '../platform/log.ts';
import type { Objects } from '../platform/objects.ts';
import type { Publications } from '../publications/index.ts';
import { keysIn } from './addresses.ts';
import { archiveList } from './archive-list.ts';
import { type AuthorArticles, authorFeeds } from './author-feeds.ts';
import type { LeftOut } from './feed-content.ts';
import { authorsOf } from './feed-item.ts';
import { type Files, feedFiles } from './feed-pages.ts';
import { folderOf } from './feed-parts.ts';
import { type FeedState, readState, writeState } from './feed-state.ts';
import { buildHistory, type HistoryDeps, historyLinks } from './history.ts';
import { type Hub, tellHub } from './hub-pings.ts';
import { pastEvents } from './past-events.ts';
import { publicPages, sitePages } from './public-pages.ts';
import { changesTo, keysMeanwhile, keysOf, type Page, publish, publishIfChanged, unpublish } from './publish.ts';
import { allShown, endOf, readShown, type Shown, type ShownDeps } from './shown.ts';

export interface BuildDeps extends ShownDeps, HistoryDeps {
  publications: Publications;
  articles: Pick<Articles, 'find' | 'latest' | 'upcomingEvents' | 'changedAt' | 'ingestedAfter'>;
  site: Objects;
  siteUrl: string;
  /** Told of every feed that changes; undefined where the stage has none. */
  hub?: Hub;
}

/** What a rebuild did. */
export interface Built {
  /** Objects that are there now, of this publication and of the site. */
  built: number;
  written: string[];
  gone: string[];
  leftOut: LeftOut[];
  /** True when the history is longer than one rebuild can write: another one is to go on. */
  isBehind: boolean;
}

/** @throws RundbriefError `not-found` for a publication we do not have */
export async function buildFeeds({ publicationId, afresh }: FeedsMessage, deps: BuildDeps): Promise<Built> {
  const publication = await deps.publications.find(publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication “${publicationId}”`);
  // Read before the articles: a change that comes later is not taken for seen.
  const changedAt = await deps.articles.changedAt(publicationId);
  const before = await readState(publicationId, deps.site);
  const shown = await readShown(publication, changedAt, deps);
  const { files, after, kept, released, isBehind } = await filesOf(shown, { changedAt, before, afresh }, deps);
  report(publicationId, files.leftOut);
  const { pages, leftOut } = files;
  const done = await exchange(publicationId, { before, pages, kept, released, afresh, after }, deps.site);
  await tellHub(done.written, deps);
  const shared = await publishShared(deps);
  const written = [...done.written, ...shared.written];
  return { built: pages.length + kept.length + shared.built, written, gone: done.gone, leftOut, isBehind };
}

/** Everything that is to be there, and what the next rebuild has to know. */
async function filesOf(
  shown: Shown,
  { changedAt, before, afresh }: { changedAt?: Date; before: FeedState; afresh?: boolean },
  deps: BuildDeps,
): Promise<{ files: Files; after: Omit<FeedState, 'keys'>; kept: string[]; released: string[]; isBehind: boolean }> {
  const { publication, latest, withdrawn, attributions } = shown;
  const { siteUrl, hub } = deps;
  const { id } = publication;
  const frame = { publication, siteUrl, hub: hub?.address, attributions, asOf: changedAt };
  const takenBack = withdrawn.map((article) => article.id);
  const revised = difference(takenBack, before.withdrawn);
  const ids = new Set(latest.map((article) => article.id));
  const history = await buildHistory({ frame, closed: before.closed, changedAt, shown: ids, revised }, deps);
  const all = authorFeeds(allShown(shown), before.authors);
  const { current, resting } = awake(all, shown, revised);
  const previous = historyLinks(siteUrl, id, history.newest);
  const feeds = feedFiles(shown, current, { ...frame, ...(previous ? { history: { previous } } : {}) });
  const list = await archiveList(shown, { before, afresh }, deps);
  const people = pagesForPeople(shown, all, { siteUrl, changedAt });
  const pages = [...feeds.pages, ...history.pages, ...people, ...list.pages];
  const leftOut = distinct([...feeds.leftOut, ...history.leftOut]);
  const authors = Object.fromEntries(all.map(({ slug, name }) => [slug, name]));
  return {
    files: { pages, leftOut },
    after: {
      seen: changedAt?.toISOString(),
      authors,
      withdrawn: takenBack,
      closed: history.closed,
      archive: list.archive,
      leftOut,
    },
    kept: [...keysOfAuthors(id, resting).filter((key) => key in before.keys), ...list.kept],
    released: [...history.closedKeys, ...(await pastEvents(shown, before.keys, deps))],
    isBehind: history.isBehind,
  };
}

/**
 * The feeds of authors of whom nothing is shown now rest as they are, until something that may be in them is taken back.
 */
function awake(authors: AuthorArticles[], { withdrawn }: Shown, revised: string[]) {
  const news = withdrawn.filter(({ id }) => revised.includes(id)).flatMap(authorsOf);
  const isAwake = ({ articles, name }: AuthorArticles) => articles.length > 0 || news.includes(name);
  return { current: authors.filter(isAwake), resting: authors.filter((author) => !isAwake(author)) };
}

const keysOfAuthors = (publicationId: string, authors: AuthorArticles[]): string[] =>
  authors.flatMap(({ slug, name }) => {
    const { rss, atom, json } = keysIn(folderOf(publicationId, { kind: 'author', slug, name }));
    return [rss, atom, json];
  });

function pagesForPeople(
  { publication, latest, events, editions, attributions }: Shown,
  authors: AuthorArticles[],
  { siteUrl, changedAt: asOf }: { siteUrl: string; changedAt?: Date },
): Page[] {
  const upcoming = events.filter((event) => endOf(event) >= (asOf?.getTime() ?? 0));
  const content = { publication, articles: latest, events: upcoming, editions, authors, attributions };
  return publicPages({ ...content, asOf, siteUrl });
}

/**
 * Writes what is new and takes away what no longer belongs. What is being written is noted before and after, so that
 * whatever a crash leaves half done is written again.
 */
async function exchange(
  publicationId: string,
  wish: {
    before: FeedState;
    pages: Page[];
    /** Stay as they are. */
    kept: string[];
    /** Stay for good, and are looked after no more. */
    released: string[];
    afresh?: boolean;
    after: Omit<FeedState, 'keys'>;
  },
  site: Objects,
): Promise<{ written: string[]; gone: string[] }> {
  const { before, pages, kept, released, afresh, after } = wish;
  const { changed, gone } = changesTo(before.keys, pages, { afresh, kept: [...kept, ...released] });
  const meanwhile = { ...before, keys: keysMeanwhile(before.keys, changed) };
  await writeState(publicationId, { before, after: meanwhile }, site);
  for (const page of changed) await publish(page, site);
  for (const key of gone) await unpublish(key, site);
  const resting = Object.fromEntries(kept.map((key) => [key, before.keys[key] ?? '']));
  await writeState(
    publicationId,
    { before: meanwhile, after: { ...after, keys: { ...keysOf(pages), ...resting } } },
    site,
  );
  return { written: changed.map(({ key }) => key), gone };
}

/** What belongs to the site, not to one publication: each rebuild looks whether it is as it should be. */
async function publishShared({
  publications,
  site,
  siteUrl,
}: BuildDeps): Promise<{ built: number; written: string[] }> {
  const pages = sitePages({ publications: await publications.list(), siteUrl });
  const written: string[] = [];
  for (const page of pages) if (await publishIfChanged(site, page)) written.push(page.key);
  return { built: pages.length, written };
}

/** What is in one of them only. */
const difference = (one: string[], other: string[]): string[] => [
  ...one.filter((id) => !other.includes(id)),
  ...other.filter((id) => !one.includes(id)),
];

const distinct = (leftOut: LeftOut[]): LeftOut[] => [
  ...new Map(leftOut.map((article) => [article.articleId, article])).values(),
];

function report(publicationId: string, leftOut: LeftOut[]): void {
  for (const { articleId, reason } of leftOut) {
    log.warn('An article is left out of the feeds', { publicationId, articleId, reason });
  }
}
