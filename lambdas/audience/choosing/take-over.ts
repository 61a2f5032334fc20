import type { Choice, Subscription } from '../../domain/subscription.ts';
import { forgetAt } from '../joining/sign-up.ts';
import type { EraseDeps } from '../person/erase-person.ts';
import { heedErasure } from '../person/heed-erasure.ts';
import type { AddressChange } from '../records/address-changes.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

type TakeOverDeps = EraseDeps & Pick<AudienceRecords, 'subscriptions' | 'people' | 'proofs' | 'suppressions'>;

/**
 * Makes the person of a new address subscribed as the former one was. Who is subscribed already stays so, and gets the
 * topics of both. Repeating it changes nothing more.
 *
 * @param at - of the click
 * @returns false when the owner of the new address has left since the change was asked for: that is their last word
 */
export async function takeOver(
  former: Subscription,
  change: AddressChange,
  at: Date,
  deps: TakeOverDeps,
): Promise<boolean> {
  const { publicationId } = former;
  const { subscriberId } = change;
  const own = await deps.subscriptions.find(publicationId, subscriberId);
  if (own?.endedAt && own.endedAt >= change.at) return false;
  await deps.people.keep({ subscriberId, address: change.address }, publicationId);
  // The proof comes before the state: nobody is ever on the list without one.
  await writeProofs(publicationId, change, at, deps);
  const isTheirs = own?.status === 'confirmed' && !isBegun(own, change);
  const taken = isTheirs ? await unite(own, former, deps) : await subscribe(former, change, at, deps);
  if (!taken) return false;
  // Read after the subscription is there: whoever suppresses this person later will find and mark it.
  const suppression = await deps.suppressions.find(subscriberId);
  if (suppression && (await heedErasure({ subscriberId, askedAt: change.at }, deps))) return false;
  if (suppression) await deps.subscriptions.markSuppressed(publicationId, subscriberId, suppression.reason);
  return true;
}

/** The subscription is the one that this change made. */
export function isBegun({ origin, requestedAt }: Subscription, { at }: AddressChange): boolean {
  return origin === 'address-change' && requestedAt.getTime() === at.getTime();
}

async function writeProofs(publicationId: string, change: AddressChange, at: Date, { proofs }: TakeOverDeps) {
  const { subscriberId, formerId, at: askedAt, network, userAgent, confirmed } = change;
  await proofs.append({ subscriberId, publicationId, kind: 'requested', at: askedAt, network, userAgent });
  await proofs.append({
    ...{ subscriberId, publicationId, kind: 'address-changed', at, statement: formerId },
    ...{ network: confirmed?.network, userAgent: confirmed?.userAgent },
  });
  await proofs.keep(publicationId, subscriberId);
}

/** New here, or back after having left. */
async function subscribe(former: Subscription, change: AddressChange, at: Date, { subscriptions }: TakeOverDeps) {
  const { publicationId, topics, cadence, cadences, timeZone, language, pausedUntil, fields } = former;
  const { subscriberId, address, at: requestedAt } = change;
  const choice = { topics, cadence, cadences, timeZone, language };
  const wish = { subscriberId, publicationId, address, ...choice, origin: 'address-change' as const, requestedAt };
  const admitted = await subscriptions.admit({ ...wish, pausedUntil, fields, confirmedAt: at });
  if (admitted) return admitted;
  // Only a wish of their own brings back who has left, and this is one: they have pressed the button.
  await subscriptions.request(wish, forgetAt(requestedAt));
  await subscriptions.confirm(publicationId, subscriberId, at);
  return subscriptions.change(publicationId, subscriberId, { ...choice, pausedUntil });
}

async function unite(own: Subscription, former: Subscription, { subscriptions }: TakeOverDeps) {
  const { language, pausedUntil, timeZone } = own;
  const preferences = { ...united(own, former), timeZone, language, pausedUntil };
  return subscriptions.change(own.publicationId, own.subscriberId, preferences);
}

/** The topics of both, each at the pace of its own, and the owner's where both have it. */
export function united(own: Choice, former: Choice): Choice {
  const { cadence } = own;
  // All topics, also those to come, cannot stand beside a pace for one of them.
  if (own.topics.length === 0) return { topics: [], cadence };
  if (former.topics.length === 0) return { topics: [], cadence };
  const topics = [...own.topics, ...former.topics.filter((topic) => !own.topics.includes(topic))];
  const paces = topics.flatMap((topic) => {
    const pace = (own.topics.includes(topic) ? own : former).cadences?.[topic];
    const usual = own.topics.includes(topic) ? own.cadence : former.cadence;
    return (pace ?? usual) === cadence ? [] : [[topic, pace ?? usual] as const];
  });
  return paces.length === 0 ? { topics, cadence } : { topics, cadence, cadences: Object.fromEntries(paces) };
}
