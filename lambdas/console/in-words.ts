/** Records as sentences for editors. */

import type { CompositionRun } from '../digest/index.ts';
import type { Article, EventDetails } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Digest, Publication, Source } from '../domain/publication.ts';
import { isPolled } from '../publications/index.ts';
import { showClock, showDay, showTime } from './show-time.ts';
import type { Words } from './words.ts';

export function digestInWords(digest: Digest, words: Words, timeZone: string): string {
  const { cadence, cron, time = '', weekday = 'monday', dayOfMonth = 1 } = digest;
  const when = cron
    ? words.digestByCron(cron)
    : words.digest[cadence]({ time, weekday: words.weekdays[weekday], day: dayOfMonth });
  const next = words.nextRun(showTime(digest.nextRunAt, words, timeZone));
  return [`${digest.id}: ${when}`, words.digestMode[digest.mode], next].join(', ');
}

export function outcomeInWords({ outcome }: CompositionRun, words: Words, timeZone: string): string {
  if (outcome.kind === 'composed') return words.composed(words.edition(outcome.number), outcome.articles);
  const reason = words.said(outcome.reason);
  if (outcome.kind === 'failed') return words.composeFailed(reason);
  const next = outcome.nextAt && words.nextRun(showTime(outcome.nextAt, words, timeZone));
  return [words.skipped(reason), next].filter(Boolean).join(', ');
}

/** What the last poll brought, and whether it is a trouble. */
export function pollInWords(source: Source, words: Words): { text: string; isTrouble: boolean } {
  const { failures, lastError } = source.fetchState;
  const why = lastError && words.said(lastError);
  if (failures > 0) return { text: [words.pollFailed(failures), why].filter(Boolean).join(': '), isTrouble: true };
  if (source.status === 'held' && why) return { text: why, isTrouble: true };
  return { text: lastResultInWords(source, words), isTrouble: false };
}

/** Whatever has failed since: what the last document brought. */
export function lastResultInWords({ kind, fetchState }: Source, words: Words): string {
  if (fetchState.lastResult) return words.said(fetchState.lastResult);
  return isPolled(kind) ? words.neverAsked : words.source.neverSent;
}

/** An editor's poll is not asked by the schedule, but succeeds all the same. */
export function lastPolledAt({ fetchState }: Source): Date | undefined {
  const { lastAskedAt, lastSucceededAt } = fetchState;
  const known = [lastAskedAt, lastSucceededAt].filter((at) => at !== undefined);
  return known.sort((a, b) => b.getTime() - a.getTime())[0];
}

/** How much of a source is left as it is. */
export function rulesInWords({ rules }: Pick<Source, 'rules'>, { source }: Words): string {
  const { include, exclude, topics, removePrefixes, defaultTopic } = rules;
  const lists = [include.words, include.categories, exclude.words, exclude.categories, removePrefixes, topics];
  const count = lists.filter(({ length }) => length > 0).length + (defaultTopic ? 1 : 0);
  return count === 0 ? source.rulesNone : source.rulesSome(count);
}

/** Whom an edition will reach: who chose topics wants at least one that is in it. */
export function audienceInWords(edition: Edition, publication: Publication, words: Words): string {
  const inside = new Set(edition.items.flatMap(({ topics }) => topics));
  const titles = publication.topics.filter(({ id }) => inside.has(id)).map(({ title }) => title);
  return titles.length === 0
    ? words.audienceAll(publication.title)
    : words.audienceTopics(publication.title, titles.join(', '));
}

/** Day, time, place: `Fr., 20. März 2026, 18:00 MEZ bis 20:00 MEZ, Mercatorhalle, online`. */
export function eventInWords(event: EventDetails, words: Words, timeZone: string): string {
  return [whenInWords(event, words, timeZone), event.place, event.online && words.online].filter(Boolean).join(', ');
}

function whenInWords({ startsAt, endsAt, allDay }: EventDetails, words: Words, timeZone: string): string {
  const firstDay = showDay(startsAt, words, timeZone);
  const lastDay = endsAt && showDay(endsAt, words, timeZone);
  const isOneDay = !endsAt || lastDay === firstDay;
  if (allDay) return isOneDay ? `${firstDay}, ${words.allDay}` : `${firstDay} ${words.deciding.to} ${lastDay}`;
  const start = showTime(startsAt, words, timeZone);
  if (!endsAt) return start;
  const end = isOneDay ? showClock(endsAt, words, timeZone) : showTime(endsAt, words, timeZone);
  return `${start} ${words.deciding.to} ${end}`;
}

/** True when mail went out with the article as it was before its publisher corrected it. */
export function isUpdatedSinceMailed({ id, correctedAt }: Article, editions: Edition[]): boolean {
  if (!correctedAt) return false;
  return editions.some(
    ({ frozenAt, items }) => frozenAt && frozenAt < correctedAt && items.some(({ articleId }) => articleId === id),
  );
}

/** Of these editions the latest that went out with the article. */
export function latestWith({ id }: Article, editions: Edition[]): Edition | undefined {
  return editions.find(({ status, items }) => status !== 'draft' && items.some(({ articleId }) => articleId === id));
}
