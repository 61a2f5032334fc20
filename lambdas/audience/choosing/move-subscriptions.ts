/**
 * The owner of a new address has confirmed it: what went to the former address goes to the new one.
 *
 * Each subscription is there at the new address before it ends at the former one, and everything takes its time from the
 * first click: whatever is cut off anywhere is completed by clicking again, and nobody is ever lost in between.
 */
import { RundbriefError } from '../../domain/errors.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { liftSuppression } from '../feedback/lift-suppression.ts';
import type { Visit } from '../joining/confirm-subscription.ts';
import type { Move } from '../links/links.ts';
import type { EraseDeps } from '../person/erase-person.ts';
import type { AddressChange } from '../records/address-changes.ts';
import type { AudienceRecords } from '../records/audience-records.ts';
import { isBegun, takeOver } from './take-over.ts';

export interface MoveDeps
  extends EraseDeps,
    Pick<AudienceRecords, 'addressChanges' | 'subscriptions' | 'people' | 'proofs' | 'suppressions'> {
  now: () => Date;
}

/** What a link to a new address would do, or has done. */
export interface MoveState {
  /** What still goes to the former address; empty when it has moved, or was left meanwhile. */
  toMove: Subscription[];
  /** The subscription at the new address, if there is one. */
  subscription?: Subscription;
  /** True when nothing is to be done because it has been done. */
  hasMoved: boolean;
}

/** @throws RundbriefError `expired` when the wish is forgotten */
export async function findMove(move: Move, deps: MoveDeps): Promise<MoveState> {
  return stateOf(await changeOf(await deps.addressChanges.find(move)), deps);
}

/**
 * Moves every subscription that the former person had when they asked, except what they left meanwhile.
 *
 * @throws RundbriefError `expired` when the wish is forgotten
 */
export async function moveSubscriptions(move: Move, visit: Visit, deps: MoveDeps): Promise<MoveState> {
  const click = { at: deps.now(), ...visit };
  const change = await changeOf(await deps.addressChanges.confirm(move, click));
  const { at } = change.confirmed ?? click;
  for (const former of (await stateOf(change, deps)).toMove) await moveOne(former, change, at, deps);
  await complete(change, at, deps);
  return stateOf(change, deps);
}

async function moveOne(former: Subscription, change: AddressChange, at: Date, deps: MoveDeps): Promise<void> {
  const { publicationId, subscriberId: formerId } = former;
  const { subscriberId } = change;
  if (!(await takeOver(former, change, at, deps))) return;
  await deps.addressChanges.noteMove({ subscriberId, publicationId, formerId });
  // What is being sent to the former address at this moment follows there, once: not to who was subscribed there already.
  const moved = await deps.subscriptions.find(publicationId, subscriberId);
  const movedTo = moved && isBegun(moved, change) ? subscriberId : undefined;
  await deps.subscriptions.end(publicationId, formerId, { at, because: 'address-change', movedTo });
}

/** What follows for all that has moved, also when the first time was cut off before it. */
async function complete(change: AddressChange, at: Date, deps: MoveDeps): Promise<void> {
  const { formerId: subscriberId, at: askedAt } = change;
  const moved = (await formerSubscriptions(change, deps)).filter(hasLeftFor);
  for (const { publicationId, endedAt = at, endedBecause: statement } of moved) {
    await deps.proofs.append({ subscriberId, publicationId, kind: 'ended', at: endedAt, statement });
  }
  // They have confirmed this mailbox: what kept us from writing to it before they were asked is over.
  if (moved.length > 0) await liftSuppression(change, { askedAt }, { ...deps, now: () => at });
}

const hasLeftFor = ({ status, endedBecause }: Subscription) => status === 'ended' && endedBecause === 'address-change';

async function stateOf(change: AddressChange, deps: MoveDeps): Promise<MoveState> {
  const formers = await formerSubscriptions(change, deps);
  const subscription = await deps.subscriptions.find(change.publicationId, change.subscriberId);
  const toMove = formers.filter((one) => isMeant(one, change));
  const hasMoved = toMove.length === 0 && formers.some(hasLeftFor);
  return { toMove, subscription, hasMoved: hasMoved && subscription?.status === 'confirmed' };
}

/** What they had when they asked: what was confirmed later is another wish. */
function isMeant({ status, confirmedAt }: Subscription, { at }: AddressChange): boolean {
  return status === 'confirmed' && confirmedAt !== undefined && confirmedAt <= at;
}

/** That of the link first. */
async function formerSubscriptions(change: AddressChange, { people, subscriptions }: MoveDeps) {
  const { formerId, publicationId, subscriberId } = change;
  // Whoever gave the address they have is there already.
  if (formerId === subscriberId) return [];
  const person = await people.find(formerId);
  const found = [];
  for (const publication of new Set([publicationId, ...(person?.publications ?? [])])) {
    const subscription = await subscriptions.find(publication, formerId);
    if (subscription) found.push(subscription);
  }
  return found;
}

async function changeOf(found: AddressChange | undefined): Promise<AddressChange> {
  if (!found) throw new RundbriefError('expired', 'This change of address was asked for too long ago');
  return found;
}
