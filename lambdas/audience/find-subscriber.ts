import { createHash } from 'node:crypto';
import type { Publication } from '../domain/publication.ts';
import type { ConsentProof, Subscription, Suppression } from '../domain/subscription.ts';
import { normaliseAddress, subscriberIdOf } from './addresses.ts';
import { consentText } from './joining/consent-wording.ts';
import type { AudienceRecords } from './records/audience-records.ts';

/** All that is known of one person in one publication. */
export interface SubscriberRecord {
  subscriberId: string;
  /** Absent when they never asked for this publication, or were forgotten or erased since. */
  subscription?: Subscription;
  /** Of the address, in every publication. */
  suppression?: Suppression;
  /** Oldest first; of those who were erased, what must be kept. */
  proofs: ConsentProof[];
}

type FindDeps = Pick<AudienceRecords, 'subscriptions' | 'suppressions' | 'proofs'>;

/**
 * Looks somebody up by their address, however it is spelled. The address is not kept: who is not here leaves no trace.
 *
 * @throws AddressError when it is no address
 */
export async function findByAddress(
  { publicationId, address }: { publicationId: string; address: string },
  { addressKey, ...records }: FindDeps & { addressKey: string },
): Promise<SubscriberRecord> {
  return findSubscriber(
    { publicationId, subscriberId: subscriberIdOf(normaliseAddress(address), addressKey) },
    records,
  );
}

export async function findSubscriber(
  { publicationId, subscriberId }: { publicationId: string; subscriberId: string },
  { subscriptions, suppressions, proofs }: FindDeps,
): Promise<SubscriberRecord> {
  const [subscription, suppression, entries] = await Promise.all([
    subscriptions.find(publicationId, subscriberId),
    suppressions.find(subscriberId),
    proofs.list(publicationId, subscriberId),
  ]);
  return {
    subscriberId,
    ...(subscription ? { subscription } : {}),
    ...(suppression ? { suppression } : {}),
    proofs: entries,
  };
}

/** True when there is something of this publication to show, be it only the proof of somebody who was erased. */
export const isKnownHere = ({ subscription, proofs }: SubscriberRecord): boolean =>
  subscription !== undefined || proofs.length > 0;

/**
 * The text that somebody agreed to, word for word.
 *
 * @param publication - whose names stood in the text where the proof, being old, names none
 * @returns undefined for a wording that was no form's, or one that cannot be told any more: never one that only may be it
 */
export function wordingText(
  { version, hash, title, sender }: NonNullable<ConsentProof['wording']>,
  publication: Pick<Publication, 'title' | 'sender'>,
): string | undefined {
  const text = consentText({ version, title: title ?? publication.title, sender: sender ?? publication.sender.name });
  return text !== undefined && createHash('sha256').update(text).digest('hex') === hash ? text : undefined;
}
