import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Outbox } from '../../platform/queue.ts';
import { normaliseAddress, subscriberIdOf } from '../addresses.ts';
import { networkOf } from '../network.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { ConfirmationMessage } from './confirmation-message.ts';
import { consentWording } from './consent-wording.ts';

/** Sign-ups that nobody confirms are forgotten after this time, address and all. */
export const FORGET_AFTER_DAYS = 14;
const MS_PER_DAY = 86_400_000;
const MOST_USER_AGENT = 300;

/** What the form brings, and from where. */
export interface SignUpForm {
  /** As typed. */
  address: string;
  /** Ids the form offered; others are ignored, none means all. */
  topics: string[];
  clientAddress: string;
  userAgent: string;
}

export interface SignUpDeps extends Pick<AudienceRecords, 'signUps' | 'networkLimits'> {
  confirmations: Outbox<ConfirmationMessage>;
  addressKey: string;
  now: () => Date;
}

/**
 * Takes a sign-up. Whether the address is new, pending, confirmed or suppressed is not even looked at here: the same
 * three steps for all, so neither the answer nor its time tells a stranger who reads us. Repeating it is harmless.
 *
 * @throws AddressError when the address is none
 * @throws RundbriefError `limited` when too many sign-ups came from this network
 */
export async function signUp(publication: Publication, form: SignUpForm, deps: SignUpDeps): Promise<void> {
  const address = normaliseAddress(form.address);
  const now = deps.now();
  if (!(await deps.networkLimits.take(networkOf(form.clientAddress), now))) {
    throw new RundbriefError('limited', 'Too many sign-ups came from this network within an hour');
  }
  const { version, hash } = consentWording(publication);
  const who = { subscriberId: subscriberIdOf(address, deps.addressKey), publicationId: publication.id };
  const signUp = {
    ...who,
    address,
    topics: chosenTopics(form.topics, publication),
    at: now,
    wording: { version, hash },
    network: form.clientAddress.slice(0, 64),
    userAgent: form.userAgent.slice(0, MOST_USER_AGENT),
  };
  await deps.signUps.put(signUp, forgetAt(now));
  await deps.confirmations.send({ kind: 'subscription', ...who });
}

/** The chosen ones that exist; who chose every one gets those to come as well. */
export function chosenTopics(chosen: string[], { topics }: Publication): string[] {
  const known = topics.map(({ id }) => id).filter((id) => chosen.includes(id));
  return known.length === topics.length ? [] : known;
}

export function forgetAt(now: Date): Date {
  return new Date(now.getTime() + FORGET_AFTER_DAYS * MS_PER_DAY);
}
