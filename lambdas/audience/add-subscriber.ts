import { RundbriefError } from '../domain/errors.ts';
import type { Cadence, Language, Publication } from '../domain/publication.ts';
import type { Subscription } from '../domain/subscription.ts';
import { timeZoneNamed } from '../domain/time-zone.ts';
import { normaliseAddress, refuseDomains, subscriberIdOf } from './addresses.ts';
import { chosenTopics, forgetAt } from './joining/sign-up.ts';
import type { EraseDeps } from './person/erase-person.ts';
import { heedErasure } from './person/heed-erasure.ts';
import type { AudienceRecords } from './records/audience-records.ts';

export interface SubscriberToAdd {
  publicationId: string;
  /** As typed. */
  address: string;
  topics?: string[];
  language?: Language;
  cadence?: Cadence;
  /** IANA name. */
  timeZone?: string;
  /** What proves that this person asked for mail, in the editor's words; kept as evidence. */
  proof: string;
  /** Who says so: the subject of an editor's session, or `api`. */
  by?: string;
}

export interface AddSubscriberDeps
  extends EraseDeps,
    Pick<AudienceRecords, 'subscriptions' | 'people' | 'suppressions' | 'proofs'> {
  publications: EraseDeps['publications'] & { find(id: string): Promise<Publication | undefined> };
  addressKey: string;
  now: () => Date;
}

/**
 * Adds one person whose consent an editor can prove otherwise. Who is subscribed already stays as they are.
 *
 * @throws AddressError when the address is none, or of a domain that this publication refuses
 * @throws RundbriefError `invalid` without a proof or with an unknown topic or time zone, `not-found` for an unknown publication,
 *   `conflict` when this person has left, or must not be written to: only they themselves can change that
 */
export async function addSubscriber(wish: SubscriberToAdd, deps: AddSubscriberDeps): Promise<Subscription> {
  const publication = await deps.publications.find(wish.publicationId);
  if (!publication) throw new RundbriefError('not-found', `There is no publication "${wish.publicationId}"`);
  const statement = wish.proof.trim();
  if (!statement) throw new RundbriefError('invalid', 'Say what proves that this person asked for mail');
  const unknown = wish.topics?.find((topic) => !publication.topics.some(({ id }) => id === topic));
  if (unknown !== undefined) throw new RundbriefError('invalid', `There is no topic "${unknown}" in ${publication.id}`);
  const timeZone = wish.timeZone === undefined ? undefined : timeZoneNamed(wish.timeZone);
  if (wish.timeZone !== undefined && !timeZone) {
    throw new RundbriefError('invalid', `There is no time zone "${wish.timeZone}"; write it as in Europe/Berlin`);
  }
  const address = normaliseAddress(wish.address);
  refuseDomains(address, publication.signUp?.refuseDomains);
  const subscriberId = subscriberIdOf(address, deps.addressKey);

  const known = await deps.subscriptions.find(publication.id, subscriberId);
  if (known?.status === 'confirmed' && !known.suppressedBecause) return known;
  // A pending one that carries an end was left, and asked for again by somebody who has not confirmed.
  if (known?.endedAt) throw new RundbriefError('conflict', 'This person has left; they can only come back themselves');
  return confirmByEditor({ ...wish, timeZone, address, subscriberId, statement }, publication, deps);
}

async function confirmByEditor(
  wish: SubscriberToAdd & { subscriberId: string; statement: string },
  publication: Publication,
  deps: AddSubscriberDeps,
): Promise<Subscription> {
  const { people, subscriptions, suppressions, proofs, now } = deps;
  const {
    subscriberId,
    address,
    statement,
    by,
    topics = [],
    cadence = 'weekly',
    timeZone,
    language = publication.language,
  } = wish;
  const requestedAt = now();
  const publicationId = publication.id;
  if (await suppressions.find(subscriberId)) refuseSuppressed();
  await people.note({ subscriberId, address }, publicationId, forgetAt(requestedAt));
  const choice = { topics: chosenTopics(topics, publication), cadence, timeZone, language };
  const wished = { subscriberId, publicationId, address, ...choice, origin: 'editor' as const, requestedAt };
  const pending = await subscriptions.request(wished, forgetAt(requestedAt));
  // Read again now that the subscription is there: whoever suppresses from here on will find it.
  const suppression = await suppressions.find(subscriberId);
  if (suppression) {
    await heedErasure({ subscriberId, askedAt: requestedAt }, deps);
    await subscriptions.markSuppressed(publicationId, subscriberId, suppression.reason);
    refuseSuppressed();
  }
  await people.keep({ subscriberId, address }, publicationId);
  await proofs.append({ subscriberId, publicationId, kind: 'imported', at: requestedAt, statement, by });
  const confirmed = pending && (await subscriptions.confirm(publicationId, subscriberId, requestedAt));
  // Changed by whom? If by an erasure, what was just written would remain.
  if (!confirmed) await heedErasure({ subscriberId, askedAt: requestedAt }, deps);
  if (!confirmed) throw new RundbriefError('conflict', 'This subscription was changed meanwhile; look again');
  return confirmed;
}

function refuseSuppressed(): never {
  throw new RundbriefError(
    'conflict',
    'We must not write to this address; only its owner can change that, by signing up and confirming',
  );
}
