import * as z from 'zod';
import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { chosenTopics } from '../joining/sign-up.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

/** What the form of the preferences page brings. */
export const preferencesForm = z.object({
  topics: z.array(z.string().max(100)).max(100),
  cadence: z.enum(['instant', 'daily', 'weekly', 'monthly']),
  language: z.enum(['de', 'en']),
});
export type PreferencesForm = z.infer<typeof preferencesForm>;

/**
 * Changes what a subscriber gets, how often and in which language.
 *
 * @throws RundbriefError `invalid` when no topic is left, since leaving is another wish; `conflict` when the
 *   subscription is not confirmed, or no longer
 */
export async function changePreferences(
  { subscriberId }: Pick<Subscription, 'subscriberId'>,
  publication: Publication,
  { topics, cadence, language }: PreferencesForm,
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<Subscription> {
  const isNothingLeft = !topics.some((topic) => publication.topics.some(({ id }) => id === topic));
  if (publication.topics.length > 0 && isNothingLeft) {
    throw new RundbriefError('invalid', 'At least one topic must be chosen');
  }
  const preferences = { topics: chosenTopics(topics, publication), cadence, language };
  const changed = await subscriptions.change(publication.id, subscriberId, preferences);
  if (!changed) throw new RundbriefError('conflict', 'This subscription is not confirmed, or has ended');
  return changed;
}
