import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { Visit } from '../joining/confirm-subscription.ts';
import { trackingWording } from '../joining/tracking-wording.ts';
import { type ConsentWording, provable } from '../joining/wording.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { FormError } from './form-problem.ts';

export interface TrackingDeps extends Pick<AudienceRecords, 'subscriptions' | 'proofs'> {
  now: () => Date;
}

/** What the page asks, in the reader's language; undefined where nobody is asked and nobody has agreed. */
export function trackingOffer(
  { title, sender, tracking }: Publication,
  { language, trackingAgreedAt }: Subscription,
): ConsentWording | undefined {
  return tracking || trackingAgreedAt ? trackingWording(language, { title, sender: sender.name }) : undefined;
}

/**
 * Lets a subscriber's opens and clicks be counted from the next mail on, or no longer. The proof is written before the
 * state: nobody is ever counted without one. Saying the same again changes nothing.
 *
 * @param agreedTo - hash of the text before which the box was ticked; undefined withdraws
 * @throws FormError `not-offered` when that is not the text of today
 * @throws RundbriefError `conflict` when the subscription is not confirmed, or no longer
 */
export async function changeTracking(
  current: Subscription,
  { publication, agreedTo, visit }: { publication: Publication; agreedTo: string | undefined; visit: Visit },
  { subscriptions, proofs, now }: TrackingDeps,
): Promise<Subscription> {
  const { subscriberId, publicationId, trackingAgreedAt } = current;
  if ((agreedTo !== undefined) === (trackingAgreedAt !== undefined)) return current;
  const wording = trackingOffer(publication, current);
  if (agreedTo !== undefined && agreedTo !== wording?.hash) throw new FormError('not-offered');
  const at = now();
  const proof = { subscriberId, publicationId, at, ...visit };
  await proofs.append(
    agreedTo !== undefined && wording
      ? { ...proof, kind: 'tracking-agreed', wording: provable(wording) }
      : { ...proof, kind: 'tracking-withdrawn' },
  );
  const changed = await subscriptions.setTracking(publicationId, subscriberId, agreedTo === undefined ? undefined : at);
  if (!changed) throw new RundbriefError('conflict', 'This subscription is not confirmed, or has ended');
  return changed;
}
