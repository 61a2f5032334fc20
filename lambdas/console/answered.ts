/** Our records as the API says them. */

import type { CampaignReport, EditionReport } from '../delivery/index.ts';
import type { CompositionRun } from '../digest/index.ts';
import type { Article, EventDetails } from '../domain/article.ts';
import { archivePath, type Edition, type EditionItem } from '../domain/edition.ts';
import type { Publication, Source } from '../domain/publication.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { TriedArticle } from '../ingest/index.ts';
import type { OutlineResult } from '../publications/index.ts';
import type {
  ArticleAnswer,
  CampaignAnswer,
  EditionAnswer,
  ImportAnswer,
  PublicationAnswer,
  ReportAnswer,
  RunAnswer,
  SourceAnswer,
  SubscriptionAnswer,
  TrialAnswer,
} from './answers.ts';
import { answeredTracking } from './answers-tracking.ts';

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
    kind: source.kind,
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
    rules: source.rules,
    fullText: source.fullText,
    selectors: source.selectors ?? null,
    gap: fetchState.gap ?? null,
    hub: fetchState.hub !== undefined,
    movedTo: fetchState.movedTo ?? null,
  };
}

/** In which editions articles went out, by id. */
type Mailed = Map<string, string[]>;

/** @param sources - of the publication, for the title of the one that the article came from */
export function answeredArticle(
  article: Article,
  sources: Pick<Source, 'id' | 'title'>[],
  mailed: Mailed,
): ArticleAnswer {
  return {
    id: article.id,
    sourceId: article.sourceId,
    sourceTitle: sources.find(({ id }) => id === article.sourceId)?.title ?? null,
    title: article.title,
    url: article.url ?? null,
    teaser: article.teaser,
    topics: article.topics,
    language: article.language ?? null,
    publishedAt: article.publishedAt.toISOString(),
    ingestedAt: article.ingestedAt.toISOString(),
    isBaseline: article.isBaseline,
    event: answeredEvent(article.event),
    eventSuggestion: answeredEvent(article.eventSuggestion),
    correctedAt: time(article.correctedAt),
    withdrawnAt: time(article.withdrawnAt),
    mailedIn: mailed.get(article.id) ?? [],
  };
}

function answeredEvent(event: EventDetails | undefined): ArticleAnswer['event'] {
  if (!event) return null;
  const { startsAt, endsAt, allDay, place, online } = event;
  return { startsAt: startsAt.toISOString(), endsAt: time(endsAt), allDay, place: place ?? null, online };
}

export function answeredTrial({ because, ...trial }: TriedArticle): TrialAnswer {
  return { ...trial, because: because ?? null };
}

export function answeredImport(results: OutlineResult[]): ImportAnswer {
  const count = (wanted: OutlineResult['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    added: count('added'),
    known: count('known'),
    refused: count('refused'),
    results: results.map(({ why, sourceId, ...result }) => ({
      ...result,
      why: why ?? null,
      sourceId: sourceId ?? null,
    })),
  };
}

export function answeredEdition(edition: Edition, mailed: Mailed): EditionAnswer {
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
    approval: edition.approval ? { by: edition.approval.by, at: edition.approval.at.toISOString() } : null,
    sendAt: time(edition.sendAt),
    changedAt: time(edition.changed?.at),
    intro: edition.intro,
    outro: edition.outro ?? '',
    sections: edition.sections ?? [],
    articles: edition.items.length,
    archivePath: `/${archivePath(edition)}`,
    leftOut: edition.leftOut ?? 0,
    shortened: edition.shortened ?? 0,
    isByHand: edition.isByHand ?? false,
    items: edition.items.map((item) => answeredItem(item, edition.id, mailed)),
  };
}

function answeredItem(item: EditionItem, editionId: string, mailed: Mailed): EditionAnswer['items'][number] {
  const { articleId, title, url, publishedAt, teaser, hasOwnTeaser = false, isShort = false, isPinned = false } = item;
  return {
    ...{ articleId, title, teaser, hasOwnTeaser, isShort, isPinned },
    url: url ?? null,
    section: item.section ?? null,
    publishedAt: publishedAt.toISOString(),
    mailedIn: (mailed.get(articleId) ?? []).filter((id) => id !== editionId),
  };
}

export function answeredRun({ requestId, at, outcome }: CompositionRun): RunAnswer {
  const run = { requestId, at: at.toISOString() };
  if (outcome.kind === 'failed') return { ...run, outcome };
  if (outcome.kind === 'skipped') return { ...run, outcome: { ...outcome, nextAt: time(outcome.nextAt) } };
  return { ...run, outcome: { ...outcome, heldBecause: outcome.heldBecause ?? null } };
}

export const answeredReport = (report: EditionReport): ReportAnswer => ({
  ...answeredCampaign(report),
  unsubscribes: report.unsubscribes,
  campaigns: report.campaigns.map(answeredCampaign),
});

function answeredCampaign(report: CampaignReport): CampaignAnswer {
  const { edition, campaign, status, audience, accepted, skipped, failed, held, unknown, pending } = report;
  const { deliveries, bounces, complaints } = report;
  return {
    edition,
    campaign,
    followUp: report.followUp ?? null,
    startedAt: report.startedAt.toISOString(),
    closedAt: time(report.closedAt),
    status,
    pausedBecause: report.pausedBecause ?? null,
    pausedUntil: time(report.pausedUntil),
    waitsUntil: time(report.waitsUntil),
    segment: report.segment ? { id: report.segment.id, title: report.segment.title } : null,
    ...{ audience, accepted, skipped, failed, held, unknown, pending },
    ...{ deliveries, bounces, complaints },
    tracking: answeredTracking(report.tracking),
    recount: report.recount ?? null,
  };
}

export function answeredSubscription(subscription: Subscription): SubscriptionAnswer {
  const { subscriberId, address, status, topics, cadence, cadences = {}, language, fields = {} } = subscription;
  return {
    ...{ subscriberId, address, status, topics, cadence, cadences, language, fields },
    timeZone: subscription.timeZone ?? null,
    pausedUntil: time(subscription.pausedUntil),
    origin: subscription.origin ?? null,
    requestedAt: subscription.requestedAt.toISOString(),
    confirmedAt: time(subscription.confirmedAt),
    endedAt: time(subscription.endedAt),
    endedBecause: subscription.endedBecause ?? null,
    suppressedBecause: subscription.suppressedBecause ?? null,
  };
}
