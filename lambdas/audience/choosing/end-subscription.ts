import type { Subscription } from '../../domain/subscription.ts';
import type { Who } from '../links/links.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

export interface EndDeps extends Pick<AudienceRecords, 'subscriptions' | 'proofs' | 'people' | 'addressChanges'> {
  now: () => Date;
}

/** What came of a wish to leave. */
export interface Ending {
  /** The subscription that the link is about; undefined when we know of none. */
  subscription?: Subscription;
  /** What this very wish ended; nothing when it is repeated. */
  endedNow: Subscription[];
}

/** Nobody changes their address more often between two mails. */
const MOST_MOVES = 10;

/**
 * Ends a subscription because its owner says so. Repeating it is harmless, also after an erasure, when there is nothing
 * left to end. The link of a mail to a former address ends the subscription at the new one.
 */
export async function endSubscription(who: Who, deps: EndDeps): Promise<Ending> {
  for (let moves = 0, whose = who; ; moves += 1) {
    const { subscription, isNew } = await endOne(whose, deps);
    const successor = moves < MOST_MOVES ? await successorOf(subscription, deps) : undefined;
    if (!successor) return { subscription, endedNow: subscription && isNew ? [subscription] : [] };
    whose = successor;
  }
}

/** Ends all subscriptions of a person, that of the link first. Repeating it completes what was cut off. */
export async function endEverySubscription(who: Who, deps: EndDeps): Promise<Ending> {
  const { subscription, endedNow } = await endSubscription(who, deps);
  // Who has moved has two ids.
  for (const subscriberId of new Set([who.subscriberId, subscription?.subscriberId ?? who.subscriberId])) {
    for (const publicationId of await otherPublications({ ...who, subscriberId }, deps)) {
      endedNow.push(...(await endSubscription({ subscriberId, publicationId }, deps)).endedNow);
    }
  }
  return { subscription, endedNow };
}

/** The subscription that a link to leave is about, wherever it went since. */
export async function findSubscriptionToEnd(who: Who, deps: EndDeps): Promise<Subscription | undefined> {
  for (let moves = 0, whose = who; ; moves += 1) {
    const subscription = await deps.subscriptions.find(whose.publicationId, whose.subscriberId);
    const successor = moves < MOST_MOVES ? await successorOf(subscription, deps) : undefined;
    if (!successor) return subscription;
    whose = successor;
  }
}

/** Whether this person gets, or is asked whether they want, any other publication. */
export async function hasOtherSubscriptions(who: Who, deps: EndDeps): Promise<boolean> {
  for (const publicationId of await otherPublications(who, deps)) {
    const other = await deps.subscriptions.find(publicationId, who.subscriberId);
    if (other && other.status !== 'ended') return true;
  }
  return false;
}

async function endOne({ subscriberId, publicationId }: Who, { subscriptions, proofs, now }: EndDeps) {
  const ended = await subscriptions.end(publicationId, subscriberId, { at: now(), because: 'unsubscribed' });
  const subscription = ended ?? (await subscriptions.find(publicationId, subscriberId));
  if (subscription?.status === 'ended') {
    const { endedAt: at = now(), endedBecause: statement } = subscription;
    // Also when it had ended before: the first time may have been cut off between the two writes.
    await proofs.append({ subscriberId, publicationId, kind: 'ended', at, statement });
  }
  return { subscription, isNew: ended !== undefined };
}

async function successorOf(subscription: Subscription | undefined, { addressChanges }: EndDeps) {
  const hasMoved = subscription?.status === 'ended' && subscription.endedBecause === 'address-change';
  return hasMoved ? addressChanges.successorOf(subscription) : undefined;
}

async function otherPublications({ subscriberId, publicationId }: Who, { people }: EndDeps): Promise<string[]> {
  const person = await people.find(subscriberId);
  return (person?.publications ?? []).filter((one) => one !== publicationId);
}
