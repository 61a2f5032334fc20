/** A pause ends at the start of a day in the publication's time zone, at most a year from now. */
import { Temporal } from 'temporal-polyfill';
import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { FormError } from './form-problem.ts';

/** Days as forms write them, `2026-04-01`. */
export interface PauseDays {
  first: string;
  last: string;
  inTwoWeeks: string;
  inAMonth: string;
  inThreeMonths: string;
}

/** On which days a pause that begins now can end. */
export function pauseDays({ timeZone }: Pick<Publication, 'timeZone'>, now: Date): PauseDays {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return {
    first: today.add({ days: 1 }).toString(),
    last: today.add({ years: 1 }).toString(),
    inTwoWeeks: today.add({ weeks: 2 }).toString(),
    inAMonth: today.add({ months: 1 }).toString(),
    inThreeMonths: today.add({ months: 3 }).toString(),
  };
}

/**
 * Sends nothing before a day begins.
 *
 * @param day - `2026-04-01`, in the publication's time zone
 * @throws FormError `pause-day` when it is no day, not to come, or more than a year away
 * @throws RundbriefError `conflict` when the subscription is not confirmed, or no longer
 */
export function pauseSubscription(
  current: Subscription,
  { publication, day }: { publication: Publication; day: string },
  { subscriptions, now }: Pick<AudienceRecords, 'subscriptions'> & { now: () => Date },
): Promise<Subscription> {
  const { first, last } = pauseDays(publication, now());
  // Days written like this are in order when their texts are.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < first || day > last) throw new FormError('pause-day');
  return changePause(current, startOf(day, publication), { subscriptions });
}

/** Sends from now on again. @throws RundbriefError `conflict` as above */
export function endPause(current: Subscription, deps: Pick<AudienceRecords, 'subscriptions'>): Promise<Subscription> {
  return changePause(current, undefined, deps);
}

async function changePause(
  current: Subscription,
  pausedUntil: Date | undefined,
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<Subscription> {
  const { publicationId, subscriberId, topics, cadence, cadences, timeZone, language } = current;
  const preferences = { topics, cadence, cadences, timeZone, language, pausedUntil };
  const changed = await subscriptions.change(publicationId, subscriberId, preferences);
  if (!changed) throw new RundbriefError('conflict', 'This subscription is not confirmed, or has ended');
  return changed;
}

/** Midnight, or the first moment after it where the clocks skip it. */
function startOf(day: string, { timeZone }: Pick<Publication, 'timeZone'>): Date {
  try {
    return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    // Such as the 31st of April.
    throw new FormError('pause-day');
  }
}
