import { RundbriefError } from '../../domain/errors.ts';
import type { Cadence, Publication } from '../../domain/publication.ts';
import type { Choice, Subscription } from '../../domain/subscription.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { chosenTopics } from '../joining/sign-up.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { FormError } from './form-problem.ts';
import type { PaceOffer } from './pace-offer.ts';
import type { ChoiceForm } from './preferences-form.ts';

/**
 * Changes what a subscriber gets, how often, by whose clock and in which language. A pause goes on.
 *
 * @throws FormError `no-topic` when none is left, since leaving is another wish; `not-offered` for a pace that is not
 * @throws RundbriefError `conflict` when the subscription is not confirmed, or no longer
 */
export async function changePreferences(
  current: Subscription,
  { publication, offer }: { publication: Publication; offer: PaceOffer },
  form: ChoiceForm,
  { subscriptions }: Pick<AudienceRecords, 'subscriptions'>,
): Promise<Subscription> {
  const { language = current.language } = form;
  const preferences = {
    ...choiceOf(form, current, publication, offer),
    timeZone: zoneOf(form, current),
    language,
    pausedUntil: current.pausedUntil,
  };
  const changed = await subscriptions.change(publication.id, current.subscriberId, preferences);
  if (!changed) throw new RundbriefError('conflict', 'This subscription is not confirmed, or has ended');
  return changed;
}

/**
 * A topic with a pace of its own makes all topics be chosen by name. Every topic at one pace means all of them, also
 * those to come.
 */
function choiceOf(form: ChoiceForm, current: Choice, publication: Publication, offer: PaceOffer): Choice {
  const topics = publication.topics.map(({ id }) => id).filter((id) => form.topics.includes(id));
  if (publication.topics.length > 0 && topics.length === 0) throw new FormError('no-topic');
  const cadence = offered(form.cadence, offer.cadences, current.cadence) ?? current.cadence;
  const paces = topics.flatMap((topic) => {
    const pace = offered(form.paces[topic], offer.byTopic[topic], current.cadences?.[topic]);
    return pace && pace !== cadence ? [[topic, pace] as const] : [];
  });
  if (paces.length === 0) return { topics: chosenTopics(topics, publication), cadence };
  return { topics, cadence, cadences: Object.fromEntries(paces) };
}

/** What was chosen of an offer; where nothing is offered, what was chosen when there was. */
function offered(chosen: Cadence | undefined, offer: Cadence[] = [], before?: Cadence): Cadence | undefined {
  if (offer.length === 0) return before;
  if (chosen && !offer.includes(chosen)) throw new FormError('not-offered');
  return chosen;
}

/** A form without the field leaves it as it is, and so does what is no zone. */
function zoneOf({ timeZone: chosen }: ChoiceForm, { timeZone }: Choice): string | undefined {
  return chosen === '' ? undefined : (timeZoneNamed(chosen ?? '') ?? timeZone);
}
