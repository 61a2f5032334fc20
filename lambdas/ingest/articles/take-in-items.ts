/**
 * Items become articles, known again by their identity, whoever else is doing the same at this moment.
 *
 * A new article's first identity key is claimed before the article is written, and that claim decides whose id counts.
 * A crash in between leaves a claim without an article; the next attempt completes it, or, when its id has become too old
 * for the digests' watermark, claims the key anew.
 */
import { earliestArticleId, newArticleId } from '../../domain/article.ts';
import type { Publication, Source } from '../../domain/publication.ts';
import type { ParsedDocument, ParsedItem } from '../items/parsed-document.ts';
import { articleOfItem, revisedArticle } from './article-of-item.ts';
import type { ArticleKeeper, KeptArticle } from './articles.ts';
import { canonicalAddress } from './canonical-address.ts';
import { type IdentifiedItem, identify, titleCore } from './identity.ts';
import { judgeOf } from './judge-items.ts';

export interface TakeInDeps {
  articles: ArticleKeeper;
  now: Date;
  /** So many random bytes. */
  random: (count: number) => Uint8Array;
}

/** What a document brings, before anything is written; in the document's order. */
export interface Arrivals {
  fresh: FreshItem[];
  known: KnownItem[];
}

interface KnownItem {
  /** In the document, from 0. */
  position: number;
  identified: IdentifiedItem;
  article: KeptArticle;
  unclaimed: string[];
}

/** An article that was written. */
export interface Written {
  id: string;
  url?: string;
  position: number;
}

/** What was written. */
export interface TakenIn {
  added: Written[];
  changed: Written[];
  /** Fresh items that the source's rules left out. */
  leftOutByRules: number;
}

interface FreshItem {
  /** In the document, from 0. */
  position: number;
  item: ParsedItem;
  keys: string[];
  /** An id that was claimed for it, without an article to it. */
  orphan?: string;
}

const AT_A_TIME = 10;
/** Digests look an hour back behind their watermark; an id older than this must not come in any more. */
const LATE_MINUTES = 30;

/** Which of the document's items we have, and which are new. */
export async function sortArrivals(
  document: ParsedDocument,
  source: Source,
  articles: ArticleKeeper,
): Promise<Arrivals> {
  const { publicationId } = source;
  const identified = identify(document, source);
  const owners = await articles.owners(
    publicationId,
    identified.flatMap(({ keys }) => keys),
  );
  const kept = await articles.findAll(publicationId, [...new Set(owners.values())]);
  const arrivals: Arrivals = { fresh: [], known: [] };
  for (const [position, one] of identified.entries()) {
    const usable = one.keys.filter(
      (key) => key !== one.guidKey || !isReused(one.item, kept.get(owners.get(key) ?? '')),
    );
    const article = usable.map((key) => kept.get(owners.get(key) ?? '')).find(Boolean);
    if (article) {
      arrivals.known.push({ position, identified: one, article, unclaimed: usable.filter((key) => !owners.has(key)) });
    } else {
      arrivals.fresh.push({
        position,
        item: one.item,
        keys: usable,
        orphan: usable.map((key) => owners.get(key)).find(Boolean),
      });
    }
  }
  return arrivals;
}

/** Another address and another title under an old guid: a new article. Only another address: the old one, moved. */
function isReused(item: ParsedItem, article: KeptArticle | undefined): boolean {
  const [here, there] = [canonicalAddress(item.url), canonicalAddress(article?.url)];
  return Boolean(article && here && there && here !== there && titleCore(item.title) !== titleCore(article.title));
}

/** Writes what is new or was changed, by the source's rules. Repeating it changes nothing. */
export async function takeIn(
  { fresh, known }: Arrivals,
  { publication, source, language }: { publication: Publication; source: Source; language?: string },
  { articles, now, random }: TakeInDeps,
): Promise<TakenIn> {
  const judge = judgeOf(publication, source);
  const { id: sourceId, publicationId } = source;
  const hasOwnPage = source.fullText;
  const isBaseline = source.fetchState.baselineAt === undefined;

  const addOne = async ({ item, keys, orphan }: FreshItem): Promise<string | undefined> => {
    const [first = '', ...others] = keys;
    const own = orphan && isRecent(orphan, now) ? orphan : newArticleId(now, random(10));
    const id = await articles.claim(publicationId, first, own, orphan);
    await Promise.all(others.map((key) => articles.claim(publicationId, key, id, orphan)));
    const { title, topics } = judge(item);
    const arrival = { id, publicationId, sourceId, title, language, isBaseline, hasOwnPage, now, topics };
    return (await articles.add(articleOfItem(item, arrival))) ? id : undefined;
  };

  const updateOne = async ({ identified: { item }, article, unclaimed }: KnownItem): Promise<string | undefined> => {
    for (const key of unclaimed) await articles.claim(publicationId, key, article.id);
    const { title, topics } = judge(item);
    // Of two sources that carry an article the first says what it is; else they would change it back and forth.
    if (article.sourceId === sourceId && (article.revision !== item.revision || isBackAgain(article))) {
      await articles.replace(revisedArticle(article, item, { now, language, title, topics, hasOwnPage }));
      return article.id;
    }
    const missing = topics.filter((topic) => !article.topics.includes(topic));
    if (missing.length > 0) await articles.addTopics(article, missing);
    return missing.length > 0 ? article.id : undefined;
  };

  const kept = fresh.filter(({ item }) => judge(item).kept);
  const added = await writeAll(kept, addOne, ({ item }) => item.url);
  const changed = await writeAll(known, updateOne, ({ identified }) => identified.item.url);
  return { added, changed, leftOutByRules: fresh.length - kept.length };
}

const isBackAgain = ({ withdrawnAt, withdrawnBy }: KeptArticle) => Boolean(withdrawnAt) && withdrawnBy !== 'editor';

function isRecent(articleId: string, now: Date): boolean {
  return articleId >= earliestArticleId(new Date(now.getTime() - LATE_MINUTES * 60_000));
}

/** A few at a time; which of them made a difference. */
async function writeAll<Item extends { position: number }>(
  items: Item[],
  write: (item: Item) => Promise<string | undefined>,
  urlOf: (item: Item) => string | undefined,
): Promise<Written[]> {
  const written: Written[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    const some = items.slice(start, start + AT_A_TIME);
    const ids = await Promise.all(some.map(write));
    ids.forEach((id, index) => {
      const item = some[index];
      if (id !== undefined && item) written.push({ id, url: urlOf(item), position: item.position });
    });
  }
  return written;
}
