import { RundbriefError } from '../../domain/errors.ts';
import type { Cadence, Publication } from '../../domain/publication.ts';
import type { Outbox } from '../../platform/queue.ts';
import { normaliseAddress, refuseDomains, subscriberIdOf } from '../addresses.ts';
import { networkOf } from '../network.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import type { SignUp } from '../records/sign-ups.ts';
import type { ConfirmationMessage } from './confirmation-message.ts';
import type { SignUpOffer } from './sign-up-offer.ts';
import { provable } from './wording.ts';

/** Sign-ups that nobody confirms are forgotten after this time, address and all. */
export const FORGET_AFTER_DAYS = 14;
const MS_PER_DAY = 86_400_000;
const MOST_USER_AGENT = 300;

/** What the form brings, and from where. */
export interface SignUpForm extends Pick<SignUp, 'origin' | 'page'> {
  /** As {@link admitSignUp} gave it back. */
  address: string;
  /** Ids the form offered; others are ignored, none means all. */
  topics: string[];
  cadence: Cadence;
  timeZone?: string;
  /** They let their opens and clicks be counted. */
  isTracked?: boolean;
  clientAddress: string;
  userAgent: string;
}

export interface SignUpDeps extends Pick<AudienceRecords, 'signUps' | 'networkLimits'> {
  confirmations: Outbox<ConfirmationMessage>;
  addressKey: string;
  now: () => Date;
}

/**
 * Whether a form may be looked at any further. It comes before all that costs us or the sender time.
 *
 * @param typed - the address as it was typed
 * @returns the address to write to
 * @throws AddressError when the address is none, or of a domain that this publication refuses
 * @throws RundbriefError `limited` when too many sign-ups came from this network
 */
export async function admitSignUp(
  { signUp }: Pick<Publication, 'signUp'>,
  { typed, clientAddress }: { typed: string; clientAddress: string },
  { networkLimits, now }: Pick<SignUpDeps, 'networkLimits' | 'now'>,
): Promise<string> {
  const address = normaliseAddress(typed);
  refuseDomains(address, signUp?.refuseDomains);
  if (!(await networkLimits.take(networkOf(clientAddress), now()))) {
    throw new RundbriefError('limited', 'Too many sign-ups came from this network within an hour');
  }
  return address;
}

/**
 * Takes a sign-up. Whether the address is new, pending, confirmed or suppressed is not even looked at here: the same two
 * steps for all, so neither the answer nor its time tells a stranger who reads us. Repeating it is harmless.
 */
export async function signUp(
  { publication, wording, tracking }: SignUpOffer,
  { topics, isTracked, clientAddress, userAgent, ...form }: SignUpForm,
  { signUps, confirmations, addressKey, now }: SignUpDeps,
): Promise<void> {
  const at = now();
  const who = { subscriberId: subscriberIdOf(form.address, addressKey), publicationId: publication.id };
  const taken = {
    ...who,
    ...form,
    topics: chosenTopics(topics, publication),
    at,
    wording: provable(wording),
    ...(isTracked && tracking ? { tracking: provable(tracking) } : {}),
    network: clientAddress.slice(0, 64),
    userAgent: userAgent.slice(0, MOST_USER_AGENT),
  };
  await signUps.put(taken, forgetAt(at));
  await confirmations.send({ kind: 'subscription', ...who });
}

/** The chosen ones that exist; who chose every one gets those to come as well. */
export function chosenTopics(chosen: string[], { topics }: Publication): string[] {
  const known = topics.map(({ id }) => id).filter((id) => chosen.includes(id));
  return known.length === topics.length ? [] : known;
}

export function forgetAt(now: Date): Date {
  return new Date(now.getTime() + FORGET_AFTER_DAYS * MS_PER_DAY);
}
