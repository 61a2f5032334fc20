import type { Article, EventDetails } from '../../domain/article.ts';
import type { Amendment, KeptArticle } from './articles.ts';

/** HTML beyond this lies in the bodies bucket, so that reading many articles stays cheap. */
const MAX_INLINE_HTML_BYTES = 50 * 1024;

type StoredEvent = Omit<EventDetails, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt?: string };
type DateField = 'publishedAt' | 'updatedAt' | 'ingestedAt';
type OptionalDateField = 'correctedAt' | 'withdrawnAt';
type OurField = DateField | OptionalDateField | 'event' | 'eventSuggestion' | 'html' | 'wording';

/** An article as it lies in the table: dates are ISO text. */
export type ArticleItem = Omit<KeptArticle, OurField> &
  Record<DateField, string> &
  Partial<Record<OptionalDateField, string>> & {
    pk: string;
    sk: string;
    publishedPk: string;
    /** Ends in the topics, so that one topic's articles are found in an index that holds keys only. */
    publishedSk: string;
    /** Absent when it lies in the bucket. */
    html?: string;
    isHtmlElsewhere?: boolean;
    event?: StoredEvent;
    eventSuggestion?: StoredEvent;
    /** Absent in articles that were stored before wordings were kept. */
    wording?: string;
    /** Another one with every write, so that two changes at once do not undo one another. */
    writeToken?: string;
  };

export const partitionOf = (publicationId: string) => `PUB#${publicationId}`;
/** What was taken back stands in the index apart: nobody who lists articles has to skip it. */
export const withdrawnPartitionOf = (publicationId: string) => `WITHDRAWN#${publicationId}`;
export const seenKeyOf = (publicationId: string, sourceId: string) => ({
  pk: `SEEN#${publicationId}`,
  sk: `SOURCE#${sourceId}`,
});
export const changeKeyOf = (publicationId: string) => ({ pk: `CHANGE#${publicationId}`, sk: 'CHANGE' });
/** One article under each of its topics, newest last. What is alone, or says another time than its article, shows nowhere. */
export const topicKeyOf = (
  publicationId: string,
  topic: string,
  { publishedAt, id }: Pick<Article, 'publishedAt' | 'id'>,
) => ({
  pk: topicPartitionOf(publicationId, topic),
  sk: `${publishedAt.toISOString()}#${id}`,
});
export const topicPartitionOf = (publicationId: string, topic: string) => `TOPIC#${publicationId}#${topic}`;
export const eventPartitionOf = (publicationId: string) => `EVENTS#${publicationId}`;
export const sortKeyOf = (articleId: string) => `ARTICLE#${articleId}`;
export const bodyKeyOf = (publicationId: string, articleId: string) => `articles/${publicationId}/${articleId}.html`;
export const identityKeyOf = (publicationId: string, key: string) => ({
  pk: `IDENTITY#${publicationId}#${key}`,
  sk: 'OWNER',
});

export function toItem(article: KeptArticle): ArticleItem {
  const { html, event, eventSuggestion, publishedAt, updatedAt, ingestedAt, correctedAt, withdrawnAt, ...rest } =
    article;
  const isHtmlElsewhere = Buffer.byteLength(html) > MAX_INLINE_HTML_BYTES;
  return {
    ...rest,
    pk: partitionOf(article.publicationId),
    sk: sortKeyOf(article.id),
    publishedPk: (withdrawnAt ? withdrawnPartitionOf : partitionOf)(article.publicationId),
    publishedSk: publishedKeyOf(article),
    publishedAt: publishedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ingestedAt: ingestedAt.toISOString(),
    ...(correctedAt ? { correctedAt: correctedAt.toISOString() } : {}),
    ...(withdrawnAt ? { withdrawnAt: withdrawnAt.toISOString() } : {}),
    ...(isHtmlElsewhere ? { isHtmlElsewhere } : { html }),
    ...(event ? { event: storedEvent(event) } : {}),
    ...(eventSuggestion ? { eventSuggestion: storedEvent(eventSuggestion) } : {}),
  };
}

/** @param html - where the item does not hold it itself */
export function fromItem(item: ArticleItem, html = item.html ?? ''): KeptArticle {
  const { pk, sk, publishedPk, publishedSk, isHtmlElsewhere, writeToken, event, eventSuggestion, ...others } = item;
  const { correctedAt, withdrawnAt, wording = '', ...rest } = others;
  return {
    ...rest,
    wording,
    html,
    publishedAt: new Date(item.publishedAt),
    updatedAt: new Date(item.updatedAt),
    ingestedAt: new Date(item.ingestedAt),
    ...(correctedAt ? { correctedAt: new Date(correctedAt) } : {}),
    ...(withdrawnAt ? { withdrawnAt: new Date(withdrawnAt) } : {}),
    ...(event ? { event: readEvent(event) } : {}),
    ...(eventSuggestion ? { eventSuggestion: readEvent(eventSuggestion) } : {}),
  };
}

function storedEvent({ startsAt, endsAt, ...event }: EventDetails): StoredEvent {
  return { ...event, startsAt: startsAt.toISOString(), ...(endsAt ? { endsAt: endsAt.toISOString() } : {}) };
}

function readEvent({ startsAt, endsAt, ...event }: StoredEvent): EventDetails {
  return { ...event, startsAt: new Date(startsAt), ...(endsAt ? { endsAt: new Date(endsAt) } : {}) };
}

/** The article with some fields changed; those given as `undefined` are gone. */
export function amended(article: KeptArticle, changes: Amendment): KeptArticle {
  const next = { ...article, ...changes };
  for (const name of Object.keys(changes) as (keyof Amendment)[]) if (changes[name] === undefined) delete next[name];
  return next;
}

/** Without what only this room needs. */
export function asArticle({ revision, wording, eventDecision, withdrawnBy, ...article }: KeptArticle): Article {
  return article;
}

export function publishedKeyOf({ publishedAt, id, topics }: Article): string {
  return `${publishedAt.toISOString()}#${id}#${topics.join(',')}`;
}

/** Id and topics from an entry of the index. */
export function readPublishedKey(publishedSk: string): { articleId: string; topics: string[] } {
  const [, articleId = '', topics = ''] = publishedSk.split('#');
  return { articleId, topics: topics.split(',').filter(Boolean) };
}

/** When an event is over: at its end, else a day after it began, since nobody said how long it lasts. */
export function endOf({ startsAt, endsAt }: EventDetails): Date {
  return endsAt ?? new Date(startsAt.getTime() + 24 * 60 * 60 * 1000);
}
