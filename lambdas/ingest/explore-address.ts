/**
 * What an address offers, found out as a person would who looks for its feed: is it one itself, does the page name one, is
 * it a WordPress, does the page list articles, and are there feeds where feeds usually are.
 */
import { RundbriefError } from '../domain/errors.ts';
import type { Objects } from '../platform/objects.ts';
import type { FetchDocument } from './fetching/fetch-document.ts';
import type { Robots } from './fetching/robots.ts';
import type { ParsedDocument, ParsedItem } from './items/parsed-document.ts';
import { type Exploration, type ExplorationMessage, explorationKey } from './messages.ts';
import { type Announced, announcedBy, guessedFeeds, newsSitemapsIn } from './pages/announced-sources.ts';
import { type Asker, askerOf, type Found } from './pages/ask-politely.ts';
import { type AskedKind, kindOfDocument } from './pages/kind-of-document.ts';
import { loadPage, type Page } from './pages/load-page.ts';
import { readSource } from './read-source.ts';

export interface ExplorationDeps {
  fetchDocument: FetchDocument;
  /** Pages are read only where their website lets robots read them. */
  robots: Robots;
  /** The intake bucket. */
  store: Pick<Objects, 'put'>;
  now: () => Date;
}

type Answer = Omit<Exploration, 'asked'>;
type Candidate = Exploration['candidates'][number] & { document?: ParsedDocument };

const PREVIEW = 10;
const NOTHING = 'We found neither a feed nor a list of articles at this address';

/** Explores and stores the answer. Safe to repeat: the same answer under the same key, as long as the site is the same. */
export async function exploreAddress(message: ExplorationMessage, deps: ExplorationDeps): Promise<Exploration> {
  const asker = askerOf(deps);
  const { url, kind, selectors } = message;
  const explored = { asked: { url, kind, selectors }, ...(await explore(message, asker, deps)) };
  const key = explorationKey(message.publicationId, message.explorationId);
  await deps.store.put(key, JSON.stringify(explored), { contentType: 'application/json' });
  return explored;
}

async function explore(message: ExplorationMessage, asker: Asker, deps: ExplorationDeps): Promise<Answer> {
  try {
    const found = await asker.askFirst(message.url);
    const { candidates, problem } = await offersOf(found, message, asker, deps);
    return answer(candidates, message, problem);
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    return { candidates: [], chosen: null, items: [], problem: error.message };
  }
}

interface Offers {
  candidates: Candidate[];
  problem?: string;
}

async function offersOf(
  found: Found,
  message: ExplorationMessage,
  asker: Asker,
  deps: ExplorationDeps,
): Promise<Offers> {
  const kind = kindOfDocument(found.bytes, found.contentType);
  if (kind !== 'page') {
    // What an editor calls a page may be a feed; then we say so by offering it as one.
    const document = await read(kind, found, message, deps);
    return { candidates: [{ kind, url: found.url, title: document.title, document }] };
  }
  const page = loadPage(found.bytes, { ...found, timeZone: message.timeZone });
  const listing = await readListing(found, page, message, asker, deps);
  const announced = await verified(announcedBy(page, found.links), message, asker, deps);
  const feeds =
    announced.length > 0 && announced.some(({ kind: one }) => one === 'feed' || one === 'wordpress')
      ? []
      : await guessed(page, message, asker, deps);
  const candidates = [
    ...announced.filter(isMain),
    ...feeds,
    ...(listing.candidate ? [listing.candidate] : []),
    ...announced.filter((one) => !isMain(one)),
  ];
  return { candidates, problem: listing.problem };
}

/** Feeds of comments and calendars are offered, but after the page's own list. */
const isMain = ({ kind, title, url }: Candidate) =>
  kind !== 'calendar' && !/kommentar|comment/i.test(`${title} ${new URL(url).pathname}`);

async function read(
  kind: AskedKind,
  found: Found,
  { timeZone, selectors }: ExplorationMessage,
  { now }: ExplorationDeps,
): Promise<ParsedDocument> {
  return readSource(found, { kind, selectors }, { timeZone, now: now() });
}

async function readListing(
  found: Found,
  page: Page,
  message: ExplorationMessage,
  asker: Asker,
  deps: ExplorationDeps,
): Promise<{ candidate?: Candidate; problem?: string }> {
  try {
    const document = await read('page', found, message, deps);
    await asker.mayRead(found.url);
    return { candidate: { kind: 'page', url: found.url, title: page.title, document } };
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    return { problem: error.message };
  }
}

const MOST_VERIFIED = 4;

/** Asked for and read; one that the page names but that cannot be read is not offered. */
async function verified(
  announced: Announced[],
  message: ExplorationMessage,
  asker: Asker,
  deps: ExplorationDeps,
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  let asked = 0;
  for (const { kind, url, title } of announced) {
    const document = asked < MOST_VERIFIED ? await tryToRead(kind, url, message, asker, deps) : undefined;
    asked += 1;
    if (document) candidates.push({ kind, url, title: title || document.title, document });
    else if (asked > MOST_VERIFIED) candidates.push({ kind, url, title });
  }
  return candidates;
}

async function guessed(
  page: Page,
  message: ExplorationMessage,
  asker: Asker,
  deps: ExplorationDeps,
): Promise<Candidate[]> {
  for (const url of guessedFeeds(page.url)) {
    const document = await tryToRead('feed', url, message, asker, deps);
    if (document && document.items.length > 0) return [{ kind: 'feed', url, title: document.title, document }];
  }
  const robots = await asker.tryToAsk(`${new URL(page.url).origin}/robots.txt`);
  for (const url of robots ? newsSitemapsIn(Buffer.from(robots.bytes).toString('utf8')) : []) {
    const document = await tryToRead('sitemap', url, message, asker, deps);
    if (document) return [{ kind: 'sitemap', url, title: document.title || page.title, document }];
  }
  return [];
}

async function tryToRead(
  kind: AskedKind,
  url: string,
  message: ExplorationMessage,
  asker: Asker,
  deps: ExplorationDeps,
): Promise<ParsedDocument | undefined> {
  const found = await asker.tryToAsk(url);
  // Sites lead lost visitors to their front page, which is no feed.
  if (!found || kindOfDocument(found.bytes, found.contentType) === 'page') return undefined;
  try {
    return await read(kind, found, message, deps);
  } catch (error) {
    if (error instanceof RundbriefError) return undefined;
    throw error;
  }
}

function answer(all: Candidate[], { kind, selectors }: ExplorationMessage, problem: string | undefined): Answer {
  const wish = kind ?? (selectors ? 'page' : undefined);
  const first = all.find((one) => one.kind === wish);
  const ordered = first ? [first, ...all.filter((one) => one !== first)] : all;
  const chosen = wish ? first : (ordered.find(({ document }) => document && document.items.length > 0) ?? ordered[0]);
  const items = (chosen?.document?.items ?? []).slice(0, PREVIEW).map(previewOf);
  return {
    candidates: ordered.map(({ kind: one, url, title }) => ({ kind: one, url, title: title.slice(0, 300) })),
    chosen: chosen ? { kind: chosen.kind, url: chosen.url } : null,
    items,
    problem: items.length > 0 ? null : (problemOf(chosen, wish) ?? problem ?? NOTHING),
  };
}

const KIND_WORDS: Record<AskedKind, string> = {
  feed: 'no feed',
  wordpress: 'no REST API of a WordPress',
  sitemap: 'no sitemap for news',
  page: 'no list of articles',
  calendar: 'no calendar',
};

function problemOf(chosen: Candidate | undefined, wish: AskedKind | undefined): string | undefined {
  if (chosen) return chosen.document ? 'There are no articles in it just now' : undefined;
  return wish && wish !== 'page' ? `We found ${KIND_WORDS[wish]} at this address` : undefined;
}

function previewOf({ title, url, teaser, publishedAt, image }: ParsedItem): Exploration['items'][number] {
  return {
    title,
    url: url ?? null,
    teaser,
    publishedAt: publishedAt?.toISOString() ?? null,
    image: image?.url ?? null,
  };
}
