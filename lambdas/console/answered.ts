/** Our records as the API says them. */

import type { CampaignReport } from '../delivery/index.ts';
import type { CompositionRun } from '../digest/index.ts';
import type { Article } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { Subscription } from '../domain/subscription.ts';
import type {
  ArticleAnswer,
  EditionAnswer,
  PublicationAnswer,
  ReportAnswer,
  RunAnswer,
  SourceAnswer,
  SubscriptionAnswer,
} from './answers.ts';

const time = (at: Date | undefined) => at?.toISOString() ?? null;

export function answeredPublication(publication: Publication): PublicationAnswer {
  const { id, title, language, timeZone, siteUrl, topics } = publication;
  return {
    id,
    title,
    language,
    timeZone,
    siteUrl,
    topics: topics.map((topic) => ({ id: topic.id, title: topic.title })),
  };
}

export function answeredSource({ fetchState, ...source }: Source): SourceAnswer {
  return {
    id: source.id,
    publicationId: source.publicationId,
    title: source.title,
    url: source.url,
    status: source.status,
    topics: source.topics,
    intervalMinutes: source.intervalMinutes,
    nextRunAt: time(source.nextRunAt),
    lastAskedAt: time(fetchState.lastAskedAt),
    lastSucceededAt: time(fetchState.lastSucceededAt),
    failures: fetchState.failures,
    lastResult: fetchState.lastResult ?? null,
    lastError: fetchState.lastError ?? null,
    lastPollId: fetchState.lastPollId ?? null,
  };
}

export function answeredArticle(article: Article): ArticleAnswer {
  const { event } = article;
  return {
    id: article.id,
    sourceId: article.sourceId,
    title: article.title,
    url: article.url ?? null,
    teaser: article.teaser,
    topics: article.topics,
    language: article.language ?? null,
    publishedAt: article.publishedAt.toISOString(),
    ingestedAt: article.ingestedAt.toISOString(),
    isBaseline: article.isBaseline,
    event: event
      ? {
          startsAt: event.startsAt.toISOString(),
          endsAt: time(event.endsAt),
          allDay: event.allDay,
          place: event.place ?? null,
          online: event.online,
        }
      : null,
  };
}

export function answeredEdition(edition: Edition): EditionAnswer {
  return {
    id: edition.id,
    publicationId: edition.publicationId,
    number: edition.number,
    digestId: edition.digestId ?? null,
    subject: edition.subject,
    preheader: edition.preheader,
    status: edition.status,
    contentHash: edition.contentHash,
    composedAt: edition.composedAt.toISOString(),
    frozenAt: time(edition.frozenAt),
    articles: edition.items.length,
    items: edition.items.map(({ articleId, title, url, publishedAt }) => ({
      articleId,
      title,
      url: url ?? null,
      publishedAt: publishedAt.toISOString(),
    })),
  };
}

export function answeredRun({ requestId, at, outcome }: CompositionRun): RunAnswer {
  return { requestId, at: at.toISOString(), outcome };
}

export function answeredReport(report: CampaignReport): ReportAnswer {
  const { edition, status, audience, accepted, skipped, failed, held, unknown, pending } = report;
  const { deliveries, bounces, complaints } = report;
  return {
    edition,
    status,
    pausedBecause: report.pausedBecause ?? null,
    ...{ audience, accepted, skipped, failed, held, unknown, pending },
    ...{ deliveries, bounces, complaints },
  };
}

export function answeredSubscription(subscription: Subscription): SubscriptionAnswer {
  const { subscriberId, address, status, topics, cadence, language } = subscription;
  return {
    ...{ subscriberId, address, status, topics, cadence, language },
    requestedAt: subscription.requestedAt.toISOString(),
    confirmedAt: time(subscription.confirmedAt),
    endedAt: time(subscription.endedAt),
    endedBecause: subscription.endedBecause ?? null,
    suppressedBecause: subscription.suppressedBecause ?? null,
  };
}
