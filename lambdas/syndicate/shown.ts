/** What the feeds of a publication show, read together and each article once. */

import type { Editions } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import { FEEDS_AS_USUAL, type Publication } from '../domain/publication.ts';
import type { Articles } from '../ingest/index.ts';
import type { Sources } from '../publications/index.ts';
import { type Attribution, attributions } from './attribution.ts';

export interface ShownDeps {
  articles: Pick<Articles, 'latest' | 'upcomingEvents'>;
  sources: Pick<Sources, 'list'>;
  editions: Pick<Editions, 'list'>;
}

export interface Shown {
  publication: Publication;
  /** Newest first. */
  latest: Article[];
  /** By the topic's id, newest first. */
  byTopic: ReadonlyMap<string, Article[]>;
  /** The newest of those that were taken back. */
  withdrawn: Article[];
  /** Those that are not long over, the next one first. */
  events: Article[];
  /** The same of those that were taken back. */
  cancelled: Article[];
  /** Newest first, no drafts and none that is unlisted. */
  editions: Edition[];
  attributions: ReadonlyMap<string, Attribution>;
}

const MOST_WITHDRAWN = 200;
const MS_PER_DAY = 86_400_000;
/** Calendars keep showing what was: an event goes a season after it took place. */
const DAYS_IN_THE_CALENDAR = 92;

/** @param changedAt - the last change, instead of the time: the same articles are to give the same feeds at any time */
export async function readShown(
  publication: Publication,
  changedAt: Date | undefined,
  { articles, sources, editions }: ShownDeps,
): Promise<Shown> {
  const { id, topics, feeds: { items: limit } = FEEDS_AS_USUAL } = publication;
  const known = new Map<string, Article>();
  const latest = await articles.latest(id, { limit, known });
  const byTopic = new Map<string, Article[]>();
  for (const { id: topic } of topics) byTopic.set(topic, await articles.latest(id, { limit, topic, known }));
  const since = new Date(Math.floor((changedAt?.getTime() ?? 0) / MS_PER_DAY - DAYS_IN_THE_CALENDAR) * MS_PER_DAY);
  const listed = await editions.list(id, { limit });
  const withdrawn = await articles.latest(id, { limit: MOST_WITHDRAWN, withdrawn: true });
  return {
    publication,
    latest,
    byTopic,
    withdrawn,
    cancelled: withdrawn.filter((article) => endOf(article) >= since.getTime()),
    events: await articles.upcomingEvents(id, since),
    editions: listed.filter((edition) => isPublic(edition, publication)),
    attributions: attributions(publication, await sources.list(id)),
  };
}

/** What lists, feeds and search engines may name: settled, with an address of its own in an archive for everybody. */
export const isPublic = ({ status, archiveKey }: Edition, { archive }: Pick<Publication, 'archive'>): boolean =>
  status !== 'draft' && archiveKey === undefined && archive !== 'unlisted';

/** Every article that some feed shows, newest first. */
export function allShown({ latest, byTopic }: Shown): Article[] {
  const byId = new Map([...latest, ...[...byTopic.values()].flat()].map((article) => [article.id, article]));
  return [...byId.values()].sort(
    (one, other) => other.publishedAt.getTime() - one.publishedAt.getTime() || (one.id < other.id ? 1 : -1),
  );
}

/** When an event is over: at its end, else a day after it began. */
export const endOf = ({ event }: Article): number =>
  event ? (event.endsAt?.getTime() ?? event.startsAt.getTime() + MS_PER_DAY) : Number.NEGATIVE_INFINITY;
