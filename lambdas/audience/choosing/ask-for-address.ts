import { RundbriefError } from '../../domain/errors.ts';
import type { Publication } from '../../domain/publication.ts';
import type { Outbox } from '../../platform/queue.ts';
import { normaliseAddress, refuseDomains, subscriberIdOf } from '../addresses.ts';
import type { Visit } from '../joining/confirm-subscription.ts';
import type { ConfirmationMessage } from '../joining/confirmation-message.ts';
import type { Who } from '../links/links.ts';
import { networkOf } from '../network.ts';
import type { AudienceRecords } from '../records/audience-records.ts';

/** As long as the link in the mail is valid. */
const FORGET_AFTER_HOURS = 72;
const MS_PER_HOUR = 3_600_000;

export interface AskDeps extends Pick<AudienceRecords, 'addressChanges' | 'networkLimits'> {
  confirmations: Outbox<ConfirmationMessage>;
  addressKey: () => Promise<string>;
  now: () => Date;
}

/**
 * Takes the wish for another address. Whose the new one is, or whether it is the one we have, is not even looked at here:
 * the same three steps for all, so nobody can find out who reads us by giving addresses. Repeating it is harmless.
 *
 * @param wish.typed - the new address
 * @throws AddressError when the address is none, or of a domain that this publication refuses
 * @throws RundbriefError `limited` when too many wishes came from this network
 */
export async function askForAddress(
  who: Who,
  publication: Publication,
  { typed, ...visit }: Visit & { typed: string },
  deps: AskDeps,
): Promise<void> {
  const address = normaliseAddress(typed);
  refuseDomains(address, publication.signUp?.refuseDomains);
  await countRequest(visit, deps);
  const at = deps.now();
  const subscriberId = subscriberIdOf(address, await deps.addressKey());
  const move = { subscriberId, publicationId: who.publicationId, formerId: who.subscriberId };
  const forgetAt = new Date(at.getTime() + FORGET_AFTER_HOURS * MS_PER_HOUR);
  await deps.addressChanges.put({ ...move, address, at, ...visit }, forgetAt);
  await deps.confirmations.send({ kind: 'address', ...move });
}

/**
 * Asks for the mail with the link to everything held about a person.
 *
 * @throws RundbriefError `limited` as above
 */
export async function askForData(who: Who, visit: Visit, deps: AskDeps): Promise<void> {
  await countRequest(visit, deps);
  await deps.confirmations.send({ kind: 'data', subscriberId: who.subscriberId, publicationId: who.publicationId });
}

async function countRequest({ network }: Visit, { networkLimits, now }: AskDeps): Promise<void> {
  if (await networkLimits.take(networkOf(network), now())) return;
  throw new RundbriefError('limited', 'Too many mails were asked for from this network within an hour');
}
