/**
 * What a feed says, before any format: cleaned, completed, and made from the articles alone.
 *
 * No clock and no chance come in here. The same articles give the same content, the formats the same bytes, and
 * readers their 304.
 */
import { createHash } from 'node:crypto';
import type { Article } from '../domain/article.ts';
import { FEEDS_AS_USUAL, type Publication, type Topic } from '../domain/publication.ts';
import { addressesIn } from './addresses.ts';
import type { Attribution } from './attribution.ts';
import { cleanLine, webUrl } from './clean-text.ts';
import { type FeedItem, itemOf } from './feed-item.ts';
import { type FeedPart, folderOf, idOf, titleOf } from './feed-parts.ts';

export type { FeedItem } from './feed-item.ts';

export interface FeedContent {
  id: string;
  title: string;
  description: string;
  language: string;
  /** The website the publication belongs to. */
  siteUrl: string;
  author: string;
  copyright?: string;
  icon?: string;
  /** `hub`: where readers can have themselves told of changes (WebSub), if the stage has one. */
  addresses: { rss: string; atom: string; json: string; hub?: string };
  history?: History;
  /** The newest change among the items. */
  updated: Date;
  items: FeedItem[];
}

/** Where the rest is (RFC 5005): folders, in which each format has its own. */
export interface History {
  /** The part before this one; absent when this one is the oldest. */
  previous?: { rss: string; atom: string };
  /** Of a part of the history: the feed that goes on. */
  current?: { rss: string; atom: string };
}

/** An article that could not be put into a feed; the feed goes on without it. */
export interface LeftOut {
  articleId: string;
  reason: string;
}

/** What a feed is of, and what is known around it. */
export interface FeedFrame {
  publication: Publication;
  /** The publication's feed of everything, unless it is another one. */
  part?: FeedPart;
  topic?: Topic;
  siteUrl: string;
  hub?: string;
  history?: History;
  /** By source. */
  attributions?: ReadonlyMap<string, Attribution>;
  /** The last change there was: nothing in a feed is later. */
  asOf?: Date;
  /** When something of it was last taken back: that is a change, too. */
  withdrawnAt?: Date;
}

/** A feed without articles has not changed since before there were any. */
const BEFORE_ANY_ARTICLE = new Date('2026-01-01T00:00:00Z');
/** Beyond, items have their summary only: CloudFront compresses no more than ten megabytes, and readers give up before. */
const MOST_HTML = 6_000_000;

/** @param articles - newest first */
export function feedContent(frame: FeedFrame, articles: Article[]): { content: FeedContent; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const items: FeedItem[] = [];
  for (const article of articles) {
    try {
      const source = frame.attributions?.get(article.sourceId);
      items.push(itemOf(article, { publication: frame.publication, source, asOf: frame.asOf }));
    } catch (error) {
      leftOut.push({ articleId: article.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { content: contentOf(frame, items), leftOut };
}

/** The same of items that are there already. */
export function contentOf(frame: FeedFrame, items: FeedItem[]): FeedContent {
  const { publication, topic, siteUrl, hub, history, withdrawnAt = BEFORE_ANY_ARTICLE } = frame;
  const { part = topic ? { kind: 'topic', topic } : { kind: 'all' } } = frame;
  const { copyright = '', icon } = publication.feeds ?? FEEDS_AS_USUAL;
  const pictured = webUrl(icon);
  const told = inBounds(toldApart(items));
  const changes = told.map(({ updated }) => updated.getTime());
  return {
    id: idOf(publication.id, part),
    title: titleOf(publication, part),
    description: cleanLine(publication.description),
    language: publication.language,
    siteUrl: webUrl(publication.siteUrl) ?? siteUrl,
    author: cleanLine(publication.sender.name),
    ...(cleanLine(copyright) ? { copyright: cleanLine(copyright) } : {}),
    ...(pictured ? { icon: pictured } : {}),
    addresses: { ...addressesIn(siteUrl, folderOf(publication.id, part)), hub },
    ...(history ? { history } : {}),
    updated: new Date(Math.max(BEFORE_ANY_ARTICLE.getTime(), withdrawnAt.getTime(), ...changes)),
    items: told,
  };
}

/**
 * Articles of one batch often share their time, and Atom wants entries told apart by it: each gets up to a second more,
 * taken from its id, so that it keeps it while others come and go.
 */
function toldApart(items: FeedItem[]): FeedItem[] {
  const taken = new Set<number>();
  const moments = new Map<string, Date>();
  for (const { articleId, updated } of items.toSorted((one, other) => (one.articleId < other.articleId ? -1 : 1))) {
    const chance = createHash('sha256').update(articleId).digest().readUInt32BE(0);
    let moment = updated.getTime() + (chance % 1_000);
    while (taken.has(moment)) moment += 1;
    taken.add(moment);
    moments.set(articleId, new Date(moment));
  }
  return items.map((item) => ({ ...item, updated: moments.get(item.articleId) ?? item.updated }));
}

function inBounds(items: FeedItem[]): FeedItem[] {
  let left = MOST_HTML;
  return items.map((item) => {
    left -= Buffer.byteLength(item.html);
    return left < 0 && item.html ? { ...item, html: '' } : item;
  });
}
