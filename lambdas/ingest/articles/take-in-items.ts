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
import { topicMatcher } from './match-topics.ts';

export interface TakeInDeps {
  articles: ArticleKeeper;
  now: Date;
  /** So many random bytes. */
  random: (count: number) => Uint8Array;
}

/** What a document brings, before anything is written. */
export interface Arrivals {
  fresh: FreshItem[];
  known: { identified: IdentifiedItem; article: KeptArticle; unclaimed: string[] }[];
}

interface FreshItem {
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
  const identified = identify(document, source.id);
  const owners = await articles.owners(
    publicationId,
    identified.flatMap(({ keys }) => keys),
  );
  const kept = await articles.findAll(publicationId, [...new Set(owners.values())]);
  const arrivals: Arrivals = { fresh: [], known: [] };
  for (const one of identified) {
    const usable = one.keys.filter(
      (key) => key !== one.guidKey || !isReused(one.item, kept.get(owners.get(key) ?? '')),
    );
    const article = usable.map((key) => kept.get(owners.get(key) ?? '')).find(Boolean);
    if (article) {
      arrivals.known.push({ identified: one, article, unclaimed: usable.filter((key) => !owners.has(key)) });
    } else {
      arrivals.fresh.push({ item: one.item, keys: usable, orphan: usable.map((key) => owners.get(key)).find(Boolean) });
    }
  }
  return arrivals;
}

/** Another address and another title under an old guid: a new article. Only another address: the old one, moved. */
function isReused(item: ParsedItem, article: KeptArticle | undefined): boolean {
  const [here, there] = [canonicalAddress(item.url), canonicalAddress(article?.url)];
  return Boolean(article && here && there && here !== there && titleCore(item.title) !== titleCore(article.title));
}

/** Writes what is new or was changed. Repeating it changes nothing. */
export async function takeIn(
  { fresh, known }: Arrivals,
  { publication, source, language }: { publication: Publication; source: Source; language?: string },
  { articles, now, random }: TakeInDeps,
): Promise<{ added: number; changed: number }> {
  const topicsIn = topicMatcher(publication.topics);
  const topicsOf = (item: ParsedItem) => [
    ...new Set([...source.topics, ...topicsIn([item.title, item.teaser, ...item.categories])]),
  ];
  const { id: sourceId, publicationId } = source;
  const isBaseline = source.fetchState.baselineAt === undefined;

  const addOne = async ({ item, keys, orphan }: FreshItem): Promise<boolean> => {
    const [first = '', ...others] = keys;
    const own = orphan && isRecent(orphan, now) ? orphan : newArticleId(now, random(10));
    const id = await articles.claim(publicationId, first, own, orphan);
    await Promise.all(others.map((key) => articles.claim(publicationId, key, id, orphan)));
    const arrival = { id, publicationId, sourceId, language, isBaseline, now, topics: topicsOf(item) };
    return articles.add(articleOfItem(item, arrival));
  };

  const updateOne = async ({
    identified: { item },
    article,
    unclaimed,
  }: Arrivals['known'][number]): Promise<boolean> => {
    for (const key of unclaimed) await articles.claim(publicationId, key, article.id);
    const topics = topicsOf(item);
    // Of two sources that carry an article the first says what it is; else they would change it back and forth.
    if (article.sourceId === sourceId && article.revision !== item.revision) {
      await articles.replace(revisedArticle(article, item, { now, language, topics }));
      return true;
    }
    const missing = topics.filter((topic) => !article.topics.includes(topic));
    if (missing.length > 0) await articles.addTopics(article, missing);
    return missing.length > 0;
  };

  return { added: await countOf(fresh, addOne), changed: await countOf(known, updateOne) };
}

function isRecent(articleId: string, now: Date): boolean {
  return articleId >= earliestArticleId(new Date(now.getTime() - LATE_MINUTES * 60_000));
}

/** A few at a time; how many of them made a difference. */
async function countOf<Item>(items: Item[], write: (item: Item) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    const written = await Promise.all(items.slice(start, start + AT_A_TIME).map(write));
    count += written.filter(Boolean).length;
  }
  return count;
}
