/**
 * The whole history in parts that readers can walk (RFC 5005): up to a hundred articles of one month each, in the order
 * in which they came in.
 *
 * A part is closed when another article follows it and an hour has passed, and is then left alone: the cost of a rebuild
 * does not grow with the archive. What came in since stands in the feed itself; only where the feed has no room for it,
 * because it was dated back or there was too much at once, is it in parts that are still open.
 */
import * as z from 'zod';
import type { Article } from '../domain/article.ts';
import type { Articles } from '../ingest/index.ts';
import type { Objects } from '../platform/objects.ts';
import { addressesIn, keysIn } from './addresses.ts';
import { type FeedFrame, feedContent, type LeftOut } from './feed-content.ts';
import { contentTypes } from './feed-formats.ts';
import { folderOf } from './feed-parts.ts';
import { type Page, publish } from './publish.ts';
import { writeAtom } from './write-atom.ts';
import { writeRss } from './write-rss.ts';

const ARTICLES_IN_A_PART = 100;
/** Of a longer history the rest comes with the next rebuild. */
const MOST_PARTS_A_REBUILD = 20;
/** By then no article comes in any more with an id from before. */
const SETTLED_AFTER_MS = 60 * 60 * 1_000;

const part = z.object({
  name: z.string(),
  /** The article before its first one. */
  after: z.string().optional(),
  /** Its last article. */
  last: z.string(),
});
type Part = z.infer<typeof part>;
const parts = z.array(part);

export interface HistoryDeps {
  articles: Pick<Articles, 'ingestedAfter'>;
  site: Objects;
}

interface HistoryWish {
  frame: FeedFrame;
  /** The last closed part, as the last rebuild left it. */
  closed?: Part;
  changedAt?: Date;
  /** Articles that the feed itself shows. */
  shown: ReadonlySet<string>;
  /** Articles that were taken back, or came back, since the last rebuild. */
  revised: string[];
}

export interface BuiltHistory {
  closed?: Part;
  /** The part where readers of the feed go on. */
  newest?: string;
  /** Parts that are open: they are written, and go again, like any other feed. */
  pages: Page[];
  /** Of parts that were closed now: they stay for good. */
  closedKeys: string[];
  leftOut: LeftOut[];
  /** True when there is more than one rebuild can do. */
  isBehind: boolean;
}

export async function buildHistory(wish: HistoryWish, deps: HistoryDeps): Promise<BuiltHistory> {
  const { frame, closed: before, changedAt = new Date(0), shown, revised } = wish;
  const settled = changedAt.getTime() - SETTLED_AFTER_MS;
  const built: BuiltHistory = { newest: before?.name, pages: [], closedKeys: [], leftOut: [], isBehind: false };
  const closing: Part[] = [];
  let place = before;
  for (let count = 0; count < MOST_PARTS_A_REBUILD; count += 1) {
    const { articles, isFollowed } = await nextPart(frame.publication.id, place?.last, deps);
    const [first, last] = [articles[0], articles.at(-1)];
    if (!first || !last) break;
    place = { name: nextName(monthOf(first), place?.name), ...(place ? { after: place.last } : {}), last: last.id };
    const isClosed = isFollowed && last.ingestedAt.getTime() < settled && closing.length === count;
    const isMissed = articles.some(({ id, withdrawnAt }) => !withdrawnAt && !shown.has(id));
    if (isClosed || isMissed) {
      const { pages, leftOut } = pagesOfPart(place.name, built.newest, articles, frame);
      built.newest = place.name;
      built.leftOut.push(...leftOut);
      if (isClosed) built.closedKeys.push(...(await publishAll(pages, deps.site)));
      else built.pages.push(...pages);
    }
    if (isClosed) closing.push(place);
    built.isBehind = isFollowed && closing.length === MOST_PARTS_A_REBUILD;
    if (!isFollowed) break;
  }
  const reopened = revised.filter((id) => before && id <= before.last);
  if (closing.length > 0) await noteParts(frame.publication.id, closing, deps.site);
  if (reopened.length > 0) await rewriteParts(frame, reopened, deps);
  return { ...built, closed: closing.at(-1) ?? before };
}

export const historyLinks = (siteUrl: string, publicationId: string, name?: string) =>
  name ? addressesIn(siteUrl, folderOf(publicationId, { kind: 'archive', name })) : undefined;

/** The articles after this one that stand in one part, and whether there are others after them. */
async function nextPart(publicationId: string, after: string | undefined, { articles }: HistoryDeps) {
  const some = await articles.ingestedAfter(publicationId, { articleId: after, limit: ARTICLES_IN_A_PART + 1 });
  const month = some[0] && monthOf(some[0]);
  const same = some.slice(0, ARTICLES_IN_A_PART).filter((article) => monthOf(article) === month);
  return { articles: same, isFollowed: same.length < some.length };
}

const monthOf = ({ ingestedAt }: Article) => ingestedAt.toISOString().slice(0, 7);

/** `2026-11`, then `2026-11-2`, `2026-11-3`; a new month begins without a number. */
function nextName(month: string, previous = ''): string {
  if (!previous.startsWith(month)) return month;
  return `${month}-${Number(previous.slice(month.length + 1) || 1) + 1}`;
}

function pagesOfPart(name: string, previous: string | undefined, articles: Article[], frame: FeedFrame) {
  const { publication, siteUrl } = frame;
  const { id } = publication;
  const links = { previous: historyLinks(siteUrl, id, previous), current: addressesIn(siteUrl, folderOf(id, ALL)) };
  const told = articles
    .filter(({ withdrawnAt }) => !withdrawnAt)
    .sort((one, other) => other.publishedAt.getTime() - one.publishedAt.getTime() || (one.id < other.id ? 1 : -1));
  const { content, leftOut } = feedContent(
    { ...frame, part: { kind: 'archive', name }, hub: undefined, history: links, withdrawnAt: undefined },
    told,
  );
  const keys = keysIn(folderOf(id, { kind: 'archive', name }));
  const pages: Page[] = [
    { key: keys.rss, body: writeRss(content), contentType: contentTypes.rss },
    { key: keys.atom, body: writeAtom(content), contentType: contentTypes.atom },
  ];
  return { pages, leftOut };
}

async function publishAll(pages: Page[], site: Objects): Promise<string[]> {
  for (const page of pages) await publish(page, site);
  return pages.map(({ key }) => key);
}

const ALL = { kind: 'all' } as const;

const partsKey = (publicationId: string) => `feeds/${publicationId}/archive/parts.json`;

async function readParts(publicationId: string, site: Pick<Objects, 'get'>): Promise<Part[]> {
  const stored = await site.get(partsKey(publicationId));
  return stored ? parts.parse(JSON.parse(Buffer.from(stored.body).toString('utf8'))) : [];
}

/** The list of closed parts is read and written only when one is added: it is as long as the history. */
async function noteParts(publicationId: string, closing: Part[], site: Objects): Promise<void> {
  const names = new Set(closing.map(({ name }) => name));
  const others = (await readParts(publicationId, site)).filter(({ name }) => !names.has(name));
  await site.put(partsKey(publicationId), `${JSON.stringify([...others, ...closing])}\n`, {
    contentType: 'application/json; charset=utf-8',
    cacheControl: 'no-store',
  });
}

/** What was taken back goes from the history too: the one reason why a closed part is written again. */
async function rewriteParts(frame: FeedFrame, articleIds: string[], { articles, site }: HistoryDeps): Promise<void> {
  const { id: publicationId } = frame.publication;
  const all = await readParts(publicationId, site);
  for (const [index, { name, after = '', last }] of all.entries()) {
    if (!articleIds.some((id) => id > after && id <= last)) continue;
    const some = await articles.ingestedAfter(publicationId, { articleId: after, limit: ARTICLES_IN_A_PART });
    const own = some.filter(({ id }) => id <= last);
    for (const page of pagesOfPart(name, all[index - 1]?.name, own, frame).pages) await publish(page, site);
  }
}
